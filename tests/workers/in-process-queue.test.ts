import { createInProcessQueue } from '../../workers/in-process-queue.ts'
import { describeQueue } from './queue-suite.ts'

describeQueue('the embedded queue', async () => createInProcessQueue({ pauseMs: 2 }))
