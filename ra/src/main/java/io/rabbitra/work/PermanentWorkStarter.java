package io.rabbitra.work;

import jakarta.resource.ResourceException;
import jakarta.resource.spi.BootstrapContext;
import jakarta.resource.spi.work.WorkException;
import jakarta.resource.spi.work.WorkManager;
import java.util.Timer;
import java.util.TimerTask;

/**
 * For servers that wait at their stop until every scheduled Work has ended, and stop the adapter
 * only then: Open Liberty "quiesces" its executor for 30 s (CWWKE1107W), which event loops with a
 * pooled connection never let it finish. A Work that lives as long as the adapter runs by {@code
 * doWork} on the thread of a Timer of its own, which is not waited for; the Timer ends with it. All
 * other Works are scheduled as anywhere else.
 */
final class PermanentWorkStarter implements WorkStarter {

  private final BootstrapContext context;
  private final WorkStarter others;

  PermanentWorkStarter(BootstrapContext context, WorkStarter others) {
    this.context = context;
    this.others = others;
  }

  @Override
  public void start(AdapterWork work) throws WorkException {
    if (!work.permanent()) {
      others.start(work);
      return;
    }
    Timer timer;
    try {
      timer = AdapterThreads.containerTimer(context);
    } catch (ResourceException e) {
      throw new WorkException("no Timer for " + work, e);
    }
    timer.schedule(
        new TimerTask() {
          @Override
          public void run() {
            try {
              context.getWorkManager().doWork(work, WorkManager.INDEFINITE, null, null);
              // Does nothing if it ran.
              work.refuse(new WorkException("Work completed without running"));
            } catch (WorkException | RuntimeException | Error e) {
              work.refuse(e);
            } finally {
              timer.cancel();
            }
          }
        },
        0);
  }
}
