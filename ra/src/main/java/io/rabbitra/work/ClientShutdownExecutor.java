package io.rabbitra.work;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;

/**
 * What the AMQP client does at the end of a connection, so that no event loop waits for a thread.
 *
 * <p>When a connection ends, the client executes a task that waits for its socket to be closed,
 * then submits one task for each channel and waits for it on the event loop, up to the heartbeat.
 * With both on the same few threads, three connections that the broker closes at once would keep
 * the loop, which alone can close the sockets, waiting for threads that wait for the sockets. So
 * what the loop waits for it does itself: it wakes who uses the channel, and waits for nothing.
 */
final class ClientShutdownExecutor extends LaneExecutorService {

  ClientShutdownExecutor(Lane lane) {
    super(lane);
  }

  @Override
  public Future<?> submit(Runnable task) {
    task.run();
    return CompletableFuture.completedFuture(null);
  }
}
