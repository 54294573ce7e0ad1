// What a connection needs of the browser: a socket to where the page came from, and time.
import { SOCKET_PATH, SUBPROTOCOL } from '../protocol/generated';
import type { SocketLike } from './connection';

export function openSocket(): SocketLike {
  const url = new URL(SOCKET_PATH, location.href);
  url.protocol = location.protocol === 'https:' ? 'wss:' : 'ws:';
  return new WebSocket(url, SUBPROTOCOL) as SocketLike;
}

/** Calls `act` after `ms`; the answer cancels it. */
export function after(ms: number, act: () => void): () => void {
  const timer = setTimeout(act, ms);
  return () => clearTimeout(timer);
}
