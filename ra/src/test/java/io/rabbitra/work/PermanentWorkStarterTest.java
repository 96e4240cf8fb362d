package io.rabbitra.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.ibm.ws.jca.LibertyContext;
import io.rabbitra.container.TestContainer;
import jakarta.resource.spi.BootstrapContext;
import jakarta.resource.spi.work.WorkException;
import jakarta.resource.spi.work.WorkManager;
import jakarta.resource.spi.work.WorkRejectedException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class PermanentWorkStarterTest {

  @Test
  void onlyWorksThatEndAreScheduled() throws Exception {
    try (TestContainer container = new TestContainer()) {
      WorkStarter scheduled = new ContainerWorkStarter(container.bootstrapContext());
      List<String> names = new CopyOnWriteArrayList<>();
      RunningWorks running = new RunningWorks();
      WorkStarter starter =
          new PermanentWorkStarter(
              container.bootstrapContext(),
              work -> {
                names.add(work.name());
                scheduled.start(work);
              });
      Loop loop = new Loop(true);
      Loop task = new Loop(false);
      starter.start(new AdapterWork(1, "loop", loop, running, new Ignored()));
      starter.start(new AdapterWork(2, "task", task, running, new Ignored()));
      await().until(() -> loop.begun && task.begun);

      assertThat(names).containsExactly("task");

      loop.gate.close();
      task.gate.close();
      await().until(() -> running.awaitNone(0));
    }
  }

  @Test
  void theLoopsOfAnAdapterArePermanentAndItsTasksAreNot() throws Exception {
    List<String> permanent = new CopyOnWriteArrayList<>();
    try (Gate gate = new Gate()) {
      Lane loops =
          new Lane(new Lane.Settings("event-loop", 0, 2, 0, false), () -> permanent.add("wanted"));
      Lane tasks =
          new Lane(
              new Lane.Settings("worker", 0, 2, Duration.ofSeconds(5).toNanos(), false), () -> {});
      loops.execute(gate);
      tasks.execute(gate);

      assertThat(loops.requestWorker().permanent()).isTrue();
      assertThat(tasks.requestWorker().permanent()).isFalse();
    }
  }

  @Test
  void isForOpenLibertyOnly() throws Exception {
    try (TestContainer container = new TestContainer()) {
      BootstrapContext other = container.bootstrapContext();
      BootstrapContext liberty = new LibertyContext(other, other.getWorkManager());
      assertThat(Servers.isOpenLiberty(other)).isFalse();
      assertThat(Servers.isOpenLiberty(liberty)).isTrue();
    }
  }

  @Test
  void adapterInOpenLibertyDoesItsLoopsByDoWork() throws Exception {
    try (TestContainer container = new TestContainer()) {
      BootstrapContext other = container.bootstrapContext();
      List<String> done = new CopyOnWriteArrayList<>();
      WorkManager watched =
          workManager(
              (method, arguments) -> {
                if (method.getName().equals("doWork")) {
                  done.add(arguments[0].toString());
                }
                return method.invoke(other.getWorkManager(), arguments);
              });
      AdapterThreads threads = AdapterThreads.onWorkManager(new LibertyContext(other, watched), 1);
      try {
        CountDownLatch ran = new CountDownLatch(2);
        threads.eventLoops().execute(ran::countDown);
        threads.workers().execute(ran::countDown);

        assertThat(ran.await(30, TimeUnit.SECONDS)).isTrue();
        assertThat(done).isNotEmpty().allMatch(name -> !name.contains("worker"));
        assertThat(done).anyMatch(name -> name.contains("event-loop"));
      } finally {
        threads.stop(Duration.ofSeconds(20));
      }
    }
  }

  @Test
  void rejectedLoopIsRefused() throws Exception {
    WorkException rejection = new WorkRejectedException("full");
    assertThat(
            refusal(
                (method, arguments) -> {
                  throw rejection;
                }))
        .isSameAs(rejection);
  }

  @Test
  void loopThatIsForgottenIsRefused() throws Exception {
    assertThat(refusal((method, arguments) -> null))
        .isInstanceOf(WorkException.class)
        .hasMessage("Work completed without running");
  }

  /** With what a loop is refused by a container whose WorkManager does this. */
  private static Throwable refusal(Call doWork) throws Exception {
    try (TestContainer container = new TestContainer()) {
      CompletableFuture<Throwable> refused = new CompletableFuture<>();
      AdapterWork.Observer observer =
          new AdapterWork.Observer() {
            @Override
            public void started(long number) {
              refused.completeExceptionally(new AssertionError("it runs"));
            }

            @Override
            public void refused(long number, Throwable cause) {
              refused.complete(cause);
            }
          };
      WorkStarter starter =
          new PermanentWorkStarter(
              new LibertyContext(container.bootstrapContext(), workManager(doWork)),
              work -> {
                throw new AssertionError("it is scheduled");
              });
      starter.start(new AdapterWork(1, "loop", new Loop(true), new RunningWorks(), observer));
      return refused.get(30, TimeUnit.SECONDS);
    }
  }

  private interface Call {
    Object on(Method method, Object[] arguments) throws Throwable;
  }

  private static WorkManager workManager(Call call) {
    return (WorkManager)
        Proxy.newProxyInstance(
            PermanentWorkStarterTest.class.getClassLoader(),
            new Class<?>[] {WorkManager.class},
            (proxy, method, arguments) -> call.on(method, arguments));
  }

  private static final class Loop implements WorkBody {
    private final Gate gate = new Gate();
    private final boolean permanent;
    private volatile boolean begun;

    Loop(boolean permanent) {
      this.permanent = permanent;
    }

    @Override
    public void run() {
      begun = true;
      gate.run();
    }

    @Override
    public void refused() {}

    @Override
    public void released() {}

    @Override
    public boolean permanent() {
      return permanent;
    }

    @Override
    public boolean interruptible() {
      return false;
    }
  }

  private static final class Ignored implements AdapterWork.Observer {
    @Override
    public void started(long number) {}

    @Override
    public void refused(long number, Throwable cause) {}
  }
}
