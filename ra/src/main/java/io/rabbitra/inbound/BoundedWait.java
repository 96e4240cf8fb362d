package io.rabbitra.inbound;

import io.rabbitra.work.Cancellable;
import io.rabbitra.work.Scheduler;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;

/** Goes on when something is done, or when it has taken too long; holds no thread meanwhile. */
final class BoundedWait {

  private final Scheduler scheduler;
  private final Executor executor;

  /**
   * @param executor where it goes on
   */
  BoundedWait(Scheduler scheduler, Executor executor) {
    this.scheduler = scheduler;
    this.executor = executor;
  }

  /**
   * @param tooLong is run before {@code then} if the time is over
   * @param then is run once
   */
  void await(CompletableFuture<?> done, Duration atMost, Runnable tooLong, Runnable then) {
    AtomicBoolean once = new AtomicBoolean();
    Cancellable timeout =
        scheduler.schedule(
            atMost,
            executor,
            () -> {
              if (once.compareAndSet(false, true)) {
                tooLong.run();
                then.run();
              }
            });
    done.whenComplete(
        (nothing, failure) -> {
          timeout.cancel();
          if (once.compareAndSet(false, true)) {
            executor.execute(then);
          }
        });
  }
}
