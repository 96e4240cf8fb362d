package io.rabbitra.work;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class AdapterWorkTest {

  private final RunningWorks running = new RunningWorks();
  private final List<String> events = new ArrayList<>();
  private final AdapterWork.Observer observer =
      new AdapterWork.Observer() {
        @Override
        public void started(long number) {
          events.add("started");
        }

        @Override
        public void refused(long number, Throwable cause) {
          events.add("refused");
        }
      };

  @Test
  void theContextClassLoaderIsSetAndRestored() {
    ClassLoader before = Thread.currentThread().getContextClassLoader();
    ClassLoader servers = new ClassLoader(null) {};
    List<ClassLoader> seen = new ArrayList<>();
    Thread.currentThread().setContextClassLoader(servers);
    try {
      work(new Body(() -> seen.add(Thread.currentThread().getContextClassLoader()))).run();
      assertThat(Thread.currentThread().getContextClassLoader()).isSameAs(servers);
    } finally {
      Thread.currentThread().setContextClassLoader(before);
    }
    assertThat(seen).containsExactly(AdapterWork.class.getClassLoader());
  }

  @Test
  void anInterruptOfTheBodyDoesNotReachTheContainer() {
    work(new Body(() -> Thread.currentThread().interrupt())).run();
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
  }

  @Test
  void aBodyThatThrowsIsLoggedAndCountedOut() throws Exception {
    try (LogRecorder log = new LogRecorder(AdapterWork.class)) {
      work(new Body(
              () -> {
                throw new IllegalStateException("defect");
              }))
          .run();
      assertThat(log.messages()).singleElement().asString().contains("rabbitra-test-1");
    }
    assertThat(running.awaitNone(0)).isTrue();
  }

  @Test
  void afterTheStopTheBodyIsNotTouched() {
    running.close();
    work(new Body(() -> events.add("ran"))).run();
    assertThat(events).isEmpty();
  }

  @Test
  void refusedWorkNeverRunsAndTellsItsBodyOnce() {
    AdapterWork work = work(new Body(() -> events.add("ran")));
    work.refuse(new IllegalStateException("full"));
    work.refuse(new IllegalStateException("full"));
    work.run();
    assertThat(events).containsExactly("refused", "body refused");
  }

  @Test
  void releaseReachesTheBodyWhileItRunsOnly() {
    List<AdapterWork> self = new ArrayList<>();
    AdapterWork work = work(new Body(() -> self.get(0).release()));
    self.add(work);
    work.release();
    work.run();
    work.release();
    assertThat(events).containsExactly("started", "body released");
  }

  @Test
  void aWorkThatIsDoneKeepsNothingReachable() {
    Body body = new Body(() -> {});
    AdapterWork work = work(body);
    WeakReference<Body> reference = new WeakReference<>(body);
    body = null;
    work.run();
    Awaitility.await()
        .until(
            () -> {
              System.gc();
              return reference.refersTo(null);
            });
    assertThat(work).hasToString("rabbitra-test-1");
  }

  private AdapterWork work(WorkBody body) {
    return new AdapterWork(1, "rabbitra-test-1", body, running, observer);
  }

  private final class Body implements WorkBody {
    private final Runnable task;

    Body(Runnable task) {
      this.task = task;
    }

    @Override
    public void run() {
      task.run();
    }

    @Override
    public void refused() {
      events.add("body refused");
    }

    @Override
    public void released() {
      events.add("body released");
    }

    @Override
    public boolean permanent() {
      return false;
    }

    @Override
    public boolean interruptible() {
      return false;
    }
  }
}
