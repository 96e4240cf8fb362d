package io.rabbitra.sample;

import static org.assertj.core.api.Assertions.assertThat;

import io.rabbitra.sample.DeliveryThreads.DeliveryThread;
import org.junit.jupiter.api.Test;

class DeliveryThreadsTest {
  private final DeliveryThreads threads = new DeliveryThreads();

  @Test
  void threadIsBusyUntilItsDeliveryEnds() {
    threads.entered("a");
    threads.entered("b");
    threads.left("a");
    threads.entered("a");
    threads.left("a");

    assertThat(threads.all()).extracting(DeliveryThread::name).containsExactly("a", "b");
    assertThat(threads.all()).extracting(DeliveryThread::deliveries).containsExactly(2L, 1L);
    assertThat(threads.all()).extracting(DeliveryThread::busy).containsExactly(0, 1);
  }

  @Test
  void idleThreadsAreForgottenBeforeBusyOnes() {
    threads.entered("busy");
    for (int i = 0; i < 2 * DeliveryThreads.REMEMBERED; i++) {
      threads.entered("idle " + i);
      threads.left("idle " + i);
    }

    assertThat(threads.all()).hasSize(DeliveryThreads.REMEMBERED);
    assertThat(threads.all())
        .extracting(DeliveryThread::name)
        .contains("busy", "idle " + (2 * DeliveryThreads.REMEMBERED - 1));
  }
}
