package io.rabbitra.inbound;

import static org.assertj.core.api.Assertions.assertThat;

import io.rabbitra.AmqpDelivery;
import io.rabbitra.AmqpListener;
import io.rabbitra.container.TestEndpointFactory;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;

class LifecycleCallsTest {

  /** Remembers what it is told. */
  private static class Bean implements AmqpListener {
    final List<String> calls = new ArrayList<>();

    @Override
    public void onMessage(AmqpDelivery delivery) {}

    @Override
    public void onCancelled(String reason) {
      calls.add("cancelled " + reason);
    }

    @Override
    public void onReactivated() {
      calls.add("reactivated");
    }
  }

  private final Bean bean = new Bean();
  private final TestEndpointFactory factory = TestEndpointFactory.ofNative(bean, null);
  private final Deque<Runnable> workers = new ArrayDeque<>();
  private final LifecycleCalls calls = calls(factory);

  private LifecycleCalls calls(TestEndpointFactory beans) {
    try {
      return new LifecycleCalls("orders", beans, workers::add);
    } catch (NoSuchMethodException e) {
      throw new IllegalStateException(e);
    }
  }

  private void change(EndpointState from, EndpointState to, String reason) {
    calls.stateChanged(new EndpointEvent("orders", from, to, reason, Instant.EPOCH));
  }

  private void lose(String reason) {
    change(EndpointState.ACTIVE, EndpointState.REACTIVATING, reason);
    change(EndpointState.REACTIVATING, EndpointState.ACTIVATING, "drained");
  }

  private void activate() {
    change(EndpointState.ACTIVATING, EndpointState.ACTIVE, "consumes");
  }

  private void runWorkers() {
    while (!workers.isEmpty()) {
      workers.remove().run();
    }
  }

  @Test
  void lossesAndReturnsAreToldInOrderByOneWorker() {
    activate();
    lose("a");
    activate();
    lose("b");
    activate();
    assertThat(bean.calls).as("never on the thread of the event").isEmpty();
    assertThat(workers).hasSize(1);
    runWorkers();
    assertThat(bean.calls)
        .containsExactly("cancelled a", "reactivated", "cancelled b", "reactivated");
    assertThat(factory.created()).isEqualTo(4).isEqualTo(factory.released());
  }

  @Test
  void failureWithoutAStateChangeIsNotTold() {
    activate();
    lose("a");
    change(EndpointState.ACTIVATING, EndpointState.ACTIVATING, "still not there");
    runWorkers();
    assertThat(bean.calls).containsExactly("cancelled a");
  }

  @Test
  void nothingIsToldAfterTheClose() {
    activate();
    lose("a");
    assertThat(calls.close()).as("no call is under way").isDone();
    runWorkers();
    activate();
    runWorkers();
    assertThat(bean.calls).isEmpty();
  }

  @Test
  void missingInstanceLosesOneCallAndNotTheNext() {
    factory.unavailable(true);
    activate();
    lose("a");
    runWorkers();
    factory.unavailable(false);
    activate();
    runWorkers();
    assertThat(bean.calls).containsExactly("reactivated");
    assertThat(calls.close()).isDone();
  }

  @Test
  void methodsThatTheBeanDoesNotHaveAreNotCalled() {
    AmqpListener plain = delivery -> {};
    LifecycleCalls ofPlain = calls(TestEndpointFactory.ofNative(plain, null));
    ofPlain.stateChanged(
        new EndpointEvent(
            "orders", EndpointState.ACTIVE, EndpointState.REACTIVATING, "a", Instant.EPOCH));
    assertThat(workers).isEmpty();
    assertThat(ofPlain.close()).isDone();
  }
}
