import type { ListenOptions, NetConnectOpts, Server } from 'node:net';

export function relay(from: ListenOptions, to: NetConnectOpts): Promise<Server>;
