import protobuf from 'protobufjs';

/** The messages of OTLP traces with all fields that are written. The test of them reads what OpenTelemetry's own library writes. */
const MESSAGES = `
  syntax = "proto3";
  message ExportTraceServiceRequest { repeated ResourceSpans resource_spans = 1; }
  message ResourceSpans { Resource resource = 1; repeated ScopeSpans scope_spans = 2; }
  message Resource { repeated KeyValue attributes = 1; }
  message ScopeSpans { repeated Span spans = 2; }
  message Span {
    bytes trace_id = 1;
    bytes span_id = 2;
    bytes parent_span_id = 4;
    string name = 5;
    int32 kind = 6;
    fixed64 start_time_unix_nano = 7;
    fixed64 end_time_unix_nano = 8;
    repeated KeyValue attributes = 9;
    Status status = 15;
    fixed32 flags = 16;
  }
  message Status { string message = 2; int32 code = 3; }
  message KeyValue { string key = 1; AnyValue value = 2; }
  message AnyValue {
    oneof value { string string_value = 1; bool bool_value = 2; int64 int_value = 3; double double_value = 4; }
  }
  message ExportTraceServiceResponse { Partial partial_success = 1; }
  message Partial { int64 rejected_spans = 1; string error_message = 2; }
`;

const { root } = protobuf.parse(MESSAGES);
const REQUEST = root.lookupType('ExportTraceServiceRequest');
const RESPONSE = root.lookupType('ExportTraceServiceResponse');

/** An export request as plain data; ids are hexadecimal. */
export function decodedRequest(bytes: Uint8Array): unknown {
  const plain = REQUEST.toObject(REQUEST.decode(bytes), { longs: String, bytes: Array });
  return JSON.parse(
    JSON.stringify(plain, (key, value: unknown) =>
      key.endsWith('Id') && Array.isArray(value) ? Buffer.from(value as number[]).toString('hex') : value,
    ),
  );
}

/** The bytes of an export response. */
export const encodedResponse = (response: Readonly<Record<string, unknown>>): Uint8Array =>
  RESPONSE.encode(RESPONSE.fromObject(response)).finish();
