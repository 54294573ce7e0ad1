// Downloads a scene's files at once and says how many bytes have come: real ones, counted as they arrive.
import { ApiError } from '../net/api';
import type { FileRef } from './description';

export type Progress = (loaded: number, total: number) => void;

/** The files' contents in the same order. `bytes` of a file counts what is unpacked, as the stream does. */
export async function download(files: readonly FileRef[], progress: Progress): Promise<ArrayBuffer[]> {
  const total = files.reduce((sum, file) => sum + file.bytes, 0);
  let loaded = 0;
  progress(0, total);
  return Promise.all(
    files.map((file) =>
      one(file.url, (bytes) => {
        loaded += bytes;
        progress(Math.min(loaded, total), total);
      }),
    ),
  );
}

async function one(url: string, came: (bytes: number) => void): Promise<ArrayBuffer> {
  const response = await fetch(url).catch((cause: unknown) => {
    throw new ApiError(0, 'network', String(cause));
  });
  if (!response.ok || !response.body) throw new ApiError(response.status, 'http', response.statusText);
  const counted = response.body.pipeThrough(
    new TransformStream<Uint8Array, Uint8Array>({
      transform(chunk, controller) {
        came(chunk.byteLength);
        controller.enqueue(chunk);
      },
    }),
  );
  return new Response(counted).arrayBuffer();
}
