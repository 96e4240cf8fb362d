package io.rabbitra.inbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.rabbitra.container.TestContainer;
import io.rabbitra.container.TestEndpointFactory;
import io.rabbitra.harness.BrokerAdmin;
import io.rabbitra.harness.BrokerExtension;
import io.rabbitra.harness.FaultProxy;
import io.rabbitra.harness.RabbitBroker;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** A WorkManager whose every thread is in a slow bean. */
@ExtendWith(BrokerExtension.class)
@Timeout(90)
class EndpointSaturationIT {

  private static final int WORKERS = 6;

  /** Event loop, submitter and check, and one thread for each worker: nothing is left over. */
  private static final int LONG_THREADS = 3 + WORKERS;

  @Test
  void workManagerFullOfSlowBeansCostsNoConnectionAndNoHeartbeat(
      RabbitBroker broker, BrokerAdmin admin) throws Exception {
    String queue = "full-" + UUID.randomUUID();
    admin.declareQueue(queue);
    CountDownLatch end = new CountDownLatch(1);
    AtomicInteger inBean = new AtomicInteger();
    TestEndpointFactory slow =
        new TestEndpointFactory(
            message -> {
              inBean.incrementAndGet();
              try {
                end.await();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
    try (FaultProxy proxy = new FaultProxy(broker);
        EndpointHarness harness =
            new EndpointHarness(new TestContainer(2, LONG_THREADS, 4), WORKERS)) {
      RabbitActivationSpec spec = EndpointHarness.spec(proxy.uri(), queue);
      spec.setHeartbeat(2);
      spec.setMaxSessions(WORKERS);
      spec.setPrefetch(1);
      harness.activateAndAwait(slow, spec);
      admin.publish(queue, "a", "b", "c", "d", "e", "f");
      await().atMost(Duration.ofSeconds(20)).until(() -> inBean.get() == WORKERS);
      await().until(() -> harness.container().runningLongWorks() == LONG_THREADS);

      long before = proxy.heartbeatsSent();
      // One each second; the client alone, which sends after a whole interval, takes twice as long.
      await().atMost(Duration.ofSeconds(11)).until(() -> proxy.heartbeatsSent() >= before + 7);
      assertThat(harness.eventsTo(EndpointState.REACTIVATING)).isEmpty();

      end.countDown();
      await()
          .atMost(Duration.ofSeconds(20))
          .untilAsserted(
              () -> {
                assertThat(admin.unackedMessages(queue)).isZero();
                assertThat(admin.readyMessages(queue)).isZero();
              });
    } finally {
      end.countDown();
      admin.deleteQueue(queue);
    }
  }
}
