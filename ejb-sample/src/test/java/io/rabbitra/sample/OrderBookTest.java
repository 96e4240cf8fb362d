package io.rabbitra.sample;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.inject.Inject;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jboss.weld.junit5.auto.AddBeanClasses;
import org.jboss.weld.junit5.auto.EnableAutoWeld;
import org.junit.jupiter.api.Test;

@EnableAutoWeld
@AddBeanClasses(OrderBook.class)
class OrderBookTest {
  @Inject private OrderBook book;
  @Inject private OrderBook sameBook;

  @Test
  void everyoneHasTheSameBook() {
    book.sent();

    assertThat(sameBook.counts().sent()).isEqualTo(1);
  }

  @Test
  void orderDeliveredTwiceIsAcceptedOnce() {
    ReceivedOrder delivery = delivery("1");

    assertThat(book.accept(delivery)).isTrue();
    assertThat(book.accept(delivery)).isFalse();

    assertThat(book.counts().received()).isEqualTo(1);
    assertThat(book.counts().duplicates()).isEqualTo(1);
    assertThat(book.lastOrders()).containsExactly(delivery);
  }

  @Test
  void lastOrdersAreTheNewestAndNoMore() {
    for (int i = 0; i < 3 * OrderBook.LAST_ORDERS; i++) {
      book.accept(delivery("order " + i));
    }

    assertThat(book.lastOrders()).hasSize(OrderBook.LAST_ORDERS);
    assertThat(book.lastOrders().get(0).order().id())
        .isEqualTo("order " + (3 * OrderBook.LAST_ORDERS - 1));
  }

  @Test
  void orderFailsOnlyTheFirstTime() {
    assertThat(book.failsNow("1")).isTrue();
    assertThat(book.failsNow("1")).isFalse();
    assertThat(book.failsNow("2")).isTrue();
    assertThat(book.counts().failed()).isEqualTo(2);
  }

  @Test
  void eachOrderIsAcceptedByOneOfManyThreads() throws InterruptedException {
    int threads = 8;
    int orders = 2000;
    CountDownLatch start = new CountDownLatch(1);
    ExecutorService executor = Executors.newFixedThreadPool(threads);
    for (int t = 0; t < threads; t++) {
      executor.execute(
          () -> {
            awaitUninterrupted(start);
            for (int i = 0; i < orders; i++) {
              book.accept(delivery("order " + i));
            }
          });
    }
    start.countDown();
    executor.shutdown();

    assertThat(executor.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
    assertThat(book.counts().received()).isEqualTo(orders);
    assertThat(book.counts().duplicates()).isEqualTo((long) (threads - 1) * orders);
  }

  @Test
  void recentIdsForgetTheOldestWhenFull() {
    RecentIds ids = new RecentIds(2);
    ids.add("a");
    ids.add("b");
    ids.add("c");

    assertThat(ids.size()).isEqualTo(2);
    assertThat(ids.add("c")).isFalse();
    assertThat(ids.add("a")).isTrue();
  }

  private static void awaitUninterrupted(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static ReceivedOrder delivery(String id) {
    return new ReceivedOrder(
        new Order(id, "Ada", "lamp", 1, Instant.EPOCH), Instant.now(), "thread", false);
  }
}
