import { parentPort, workerData } from 'node:worker_threads';
import { MessageBatch } from '../messagelog/message-batch.js';
import { fastestBlockMaker } from '../pack/fastest-block-maker.js';
import { PackWriter } from '../pack/pack-writer.js';
import { takeModulesFrom } from '../pack/wasm.js';
import { openFsDirectory } from '../storage/fs-directory.js';
import type { PoolRequest, PoolResponse, PoolWorkerData } from './pack-pool.js';
import { LocalSink } from './pack-sink.js';
import { serializeError } from './thread-error.js';

/** A thread of `PackPool`: makes packs of the batches it is given, and answers each request when it is done. */
const { root, name, share, port, kernel, done } = workerData as PoolWorkerData;
takeModulesFrom(() => kernel);
const sink = new LocalSink(new PackWriter(openFsDirectory(root), share, fastestBlockMaker), name);
const batch = new MessageBatch();

function serve(request: PoolRequest): PoolResponse {
  const textBytes = 'add' in request ? request.add.text.length : 0;
  try {
    if ('finish' in request) return { packs: sink.finish(), textBytes };
    batch.take(request.add);
    sink.add(batch);
    return { spare: request.add.text.buffer, textBytes };
  } catch (error) {
    return { error: serializeError(error), textBytes };
  }
}

parentPort?.on('message', (request: PoolRequest) => {
  const response = serve(request);
  port.postMessage(response, response.spare === undefined ? [] : [response.spare]);
  Atomics.add(done, 0, 1);
  Atomics.notify(done, 0);
});
