/**
 * The wire format of protobuf, as far as OTLP traces need it: https://protobuf.dev/programming-guides/encoding/
 * Why it is written here: docs/adr/0008-own-otlp-sender.md
 */

/** Bytes of one field or of several in a row. */
export type ProtobufField = Uint8Array;

const VARINT = 0;
const FIXED64 = 1;
const LENGTH = 2;
const FIXED32 = 5;

/** Fields in a row: a message. */
export const encodeMessage = (...fields: readonly ProtobufField[]): ProtobufField => Buffer.concat(fields);

/** A number below 2^53 that is not negative; enums and bools too. */
export const encodeVarint = (number: number, value: number): ProtobufField =>
  Buffer.concat([encodeTag(number, VARINT), encodeBase128(BigInt(value))]);

/** A whole number; a negative one is written as two's complement of 64 bits. */
export const encodeInt64 = (number: number, value: number): ProtobufField =>
  Buffer.concat([encodeTag(number, VARINT), encodeBase128(BigInt.asUintN(64, BigInt(value)))]);

export function encodeFixed64(number: number, value: bigint): ProtobufField {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(value);
  return Buffer.concat([encodeTag(number, FIXED64), bytes]);
}

export function encodeFixed32(number: number, value: number): ProtobufField {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return Buffer.concat([encodeTag(number, FIXED32), bytes]);
}

export function encodeDouble(number: number, value: number): ProtobufField {
  const bytes = Buffer.alloc(8);
  bytes.writeDoubleLE(value);
  return Buffer.concat([encodeTag(number, FIXED64), bytes]);
}

/** Bytes, or a message inside. */
export const encodeBytes = (number: number, value: Uint8Array): ProtobufField =>
  Buffer.concat([encodeTag(number, LENGTH), encodeBase128(BigInt(value.byteLength)), value]);

export const encodeText = (number: number, value: string): ProtobufField =>
  encodeBytes(number, Buffer.from(value));

const encodeTag = (number: number, type: number): Uint8Array => encodeBase128(BigInt((number << 3) | type));

/** Seven bits a byte, the lowest first; the eighth says that more follow. */
function encodeBase128(value: bigint): Uint8Array {
  const found: number[] = [];
  for (let rest = value; ; rest >>= 7n) {
    if (rest < 0x80n) return Buffer.from([...found, Number(rest)]);
    found.push(Number(rest & 0x7fn) | 0x80);
  }
}

/** The fields of a message by number, the last of each; undefined where the bytes are none. */
export function decodeFields(body: Uint8Array): ReadonlyMap<number, bigint | Uint8Array> | undefined {
  const fields = new Map<number, bigint | Uint8Array>();
  for (let at = 0; at < body.length;) {
    const key = decodeVarint(body, at);
    const value = key === undefined ? undefined : decodeValue(body, Number(key.value & 7n), key.end);
    if (key === undefined || value === undefined || value.end > body.length) return undefined;
    fields.set(Number(key.value >> 3n), value.value);
    at = value.end;
  }
  return fields;
}

interface DecodedValue<T> {
  readonly value: T;
  readonly end: number;
}

function decodeValue(
  body: Uint8Array,
  type: number,
  at: number,
): DecodedValue<bigint | Uint8Array> | undefined {
  if (type === VARINT) return decodeVarint(body, at);
  if (type === FIXED64) return { value: body.subarray(at, at + 8), end: at + 8 };
  if (type === FIXED32) return { value: body.subarray(at, at + 4), end: at + 4 };
  const length = type === LENGTH ? decodeVarint(body, at) : undefined;
  if (length === undefined) return undefined;
  const end = length.end + Number(length.value);
  return { value: body.subarray(length.end, end), end };
}

function decodeVarint(body: Uint8Array, from: number): DecodedValue<bigint> | undefined {
  let value = 0n;
  for (let at = from; at < body.length && at < from + 10; at += 1) {
    const byte = body[at] ?? 0;
    value |= BigInt(byte & 0x7f) << BigInt(7 * (at - from));
    if (byte < 0x80) return { value, end: at + 1 };
  }
  return undefined;
}
