package io.rabbitra.amqp;

import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Runs the client's consumer callbacks on the event loop that read them.
 *
 * <p>Safe only because every callback of this room fills a buffer or hands over, see {@link
 * DeliveryListener}. In exchange a cancel notification overtakes the deliveries that wait in a
 * buffer, and a delivery that an application waits for needs no thread of its own.
 */
final class DirectExecutor extends AbstractExecutorService {

  @Override
  public void execute(Runnable command) {
    command.run();
  }

  @Override
  public void shutdown() {
    // Holds nothing that would have to end.
  }

  @Override
  public List<Runnable> shutdownNow() {
    return List.of();
  }

  @Override
  public boolean isShutdown() {
    return false;
  }

  @Override
  public boolean isTerminated() {
    return false;
  }

  @Override
  public boolean awaitTermination(long timeout, TimeUnit unit) {
    return true;
  }
}
