package io.rabbitra.work;

import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;

/**
 * What the AMQP client does at the end of a connection, so that no event loop waits for a thread.
 *
 * <p>When a connection ends, the client executes a task that waits for its socket to be closed,
 * then submits one task for each channel and waits for it on the event loop, up to the heartbeat.
 * With both on the same few threads, three connections that the broker closes at once would keep
 * the loop, which alone can close the sockets, waiting for threads that wait for the sockets. So
 * what the loop waits for it does itself.
 *
 * <p>That is safe on the loop, for the tasks wait for nothing: the connection is shut down already,
 * so that they write nothing that could wait at the water mark of the transport, and what they call
 * (shutdown listeners, confirms, consumers) may not block, but only wake others. What a task throws
 * is in its future, which the client logs; it must not reach the loop.
 */
final class ClientShutdownExecutor extends LaneExecutorService {

  ClientShutdownExecutor(Lane lane) {
    super(lane);
  }

  @Override
  public Future<?> submit(Runnable task) {
    FutureTask<?> done = new FutureTask<>(task, null);
    done.run();
    return done;
  }
}
