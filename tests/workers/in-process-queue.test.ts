import { createInProcessQueue } from '../../workers/in-process-queue.ts'
import { describeQueue, PAUSE_MS } from './queue-suite.ts'

describeQueue('the embedded queue', async () => createInProcessQueue({ pauseMs: PAUSE_MS }))
