package io.rabbitra.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import jakarta.inject.Inject;
import jakarta.jms.BytesMessage;
import jakarta.jms.TextMessage;
import java.time.Instant;
import java.util.Map;
import org.jboss.weld.junit5.auto.AddBeanClasses;
import org.jboss.weld.junit5.auto.EnableAutoWeld;
import org.junit.jupiter.api.Test;

@EnableAutoWeld
@AddBeanClasses({OrderMdb.class, OrderBook.class, DeliveryThreads.class, OrderJson.class})
class OrderMdbTest {
  @Inject private OrderMdb bean;
  @Inject private OrderBook book;
  @Inject private DeliveryThreads threads;
  @Inject private OrderJson json;

  @Test
  void deliveredOrderIsInTheBook() throws InvalidOrderException {
    Order order = Order.place("Ada", "lamp", 2);

    bean.onMessage(text(json.toMessage(order), false));

    assertThat(book.lastOrders()).extracting(ReceivedOrder::order).containsExactly(order);
    assertThat(book.counts().received()).isEqualTo(1);
    assertThat(book.counts().redelivered()).isZero();
  }

  @Test
  void failOnceThrowsOnceAndIsAcceptedWhenRedelivered() throws InvalidOrderException {
    String body = json.toMessage(Order.place("Ada", Order.FAIL_ONCE, 1));

    assertThatExceptionOfType(IllegalStateException.class)
        .isThrownBy(() -> bean.onMessage(text(body, false)))
        .withMessageContaining("fails once on purpose");
    assertThat(book.counts().received()).isZero();
    bean.onMessage(text(body, true));

    assertThat(book.counts()).isEqualTo(new OrderCounts(0, 0, 1, 0, 1, 1, 0));
  }

  @Test
  void threadIsIdleAgainAlsoAfterAFailure() throws InvalidOrderException {
    String body = json.toMessage(Order.place("Ada", Order.FAIL_ONCE, 1));

    assertThatExceptionOfType(IllegalStateException.class)
        .isThrownBy(() -> bean.onMessage(text(body, false)));

    assertThat(threads.all())
        .singleElement()
        .satisfies(
            thread -> {
              assertThat(thread.name()).isEqualTo(Thread.currentThread().getName());
              assertThat(thread.busy()).isZero();
            });
  }

  @Test
  void messageThatIsNoOrderIsCountedAndTakenOffTheQueue() {
    bean.onMessage(text("hello", false));
    bean.onMessage(Stub.of(BytesMessage.class, Map.of("getJMSRedelivered", args -> false)));

    assertThat(book.counts().invalid()).isEqualTo(2);
    assertThat(book.counts().received()).isZero();
  }

  @Test
  void secondDeliveryOfAnAcceptedOrderIsADuplicate() {
    String body = json.toMessage(new Order("1", "Ada", "lamp", 1, Instant.EPOCH));

    bean.onMessage(text(body, false));
    bean.onMessage(text(body, true));

    assertThat(book.counts()).isEqualTo(new OrderCounts(0, 0, 1, 1, 1, 0, 0));
  }

  private static TextMessage text(String body, boolean redelivered) {
    return Stub.of(
        TextMessage.class, Map.of("getText", args -> body, "getJMSRedelivered", a -> redelivered));
  }
}
