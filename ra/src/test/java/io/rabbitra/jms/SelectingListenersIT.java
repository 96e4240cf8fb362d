package io.rabbitra.jms;

import static io.rabbitra.jms.Unmanaged.SOON;
import static io.rabbitra.jms.Unmanaged.numbered;
import static io.rabbitra.jms.Unmanaged.receive;
import static io.rabbitra.jms.Unmanaged.unique;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rabbitra.harness.BrokerExtension;
import io.rabbitra.harness.RabbitBroker;
import jakarta.jms.JMSException;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Consumers with selectors beside other consumers, and message listeners. */
@ExtendWith(BrokerExtension.class)
@Timeout(60)
class SelectingListenersIT {

  private final Unmanaged jms;
  private RabbitConnection connection;
  private Session session;
  private Queue queue;

  SelectingListenersIT(RabbitBroker broker) {
    jms = new Unmanaged(broker);
  }

  @BeforeEach
  void open() throws Exception {
    connection = jms.connect();
    session = connection.createSession();
    queue = session.createQueue(jms.queue());
  }

  @AfterEach
  void close() throws Exception {
    jms.close();
  }

  private void send(int from, int to) throws JMSException {
    MessageProducer producer = session.createProducer(queue);
    for (int n = from; n <= to; n++) {
      producer.send(numbered(session, n));
    }
  }

  @Test
  void idleConsumersOfTheSessionHideNothingFromEachOther() throws Exception {
    MessageConsumer plain = session.createConsumer(queue);
    MessageConsumer other = session.createConsumer(queue);
    MessageConsumer selecting = session.createConsumer(queue, "n > 0");
    send(1, 8);
    MessageConsumer[] inTurn = {plain, other, selecting, selecting, other, plain, plain, selecting};
    List<String> received = new ArrayList<>();
    for (MessageConsumer consumer : inTurn) {
      received.add(receive(consumer));
    }
    assertThat(received).containsExactlyInAnyOrder("m1", "m2", "m3", "m4", "m5", "m6", "m7", "m8");
  }

  @Test
  void listenersWithSelectorsShareAQueue() throws Exception {
    BlockingQueue<String> low = new LinkedBlockingQueue<>();
    BlockingQueue<String> high = new LinkedBlockingQueue<>();
    listen(connection.createSession().createConsumer(queue, "n <= 5"), low);
    listen(jms.session().createConsumer(queue, "n > 5"), high);
    send(1, 10);

    for (int n = 1; n <= 5; n++) {
      assertThat(low.poll(SOON, TimeUnit.MILLISECONDS)).isEqualTo("m" + n);
      assertThat(high.poll(SOON, TimeUnit.MILLISECONDS)).isEqualTo("m" + (n + 5));
    }
  }

  @Test
  void selectingListenersOfTwoConnectionsGetAllOfTheirs() throws Exception {
    BlockingQueue<String> selected = new LinkedBlockingQueue<>();
    BlockingQueue<String> others = new LinkedBlockingQueue<>();
    listen(jms.session().createConsumer(queue, "n = 50"), selected);
    listen(connection.createSession().createConsumer(queue, "n <> 50"), others);
    send(1, 60);

    assertThat(selected.poll(SOON, TimeUnit.MILLISECONDS)).isEqualTo("m50");
    List<String> rest = new ArrayList<>();
    for (int i = 0; i < 59; i++) {
      rest.add(others.poll(SOON, TimeUnit.MILLISECONDS));
    }
    assertThat(rest).doesNotContainNull().doesNotHaveDuplicates().doesNotContain("m50");
  }

  @Test
  void deletedQueueEndsReceiveAndListenerOfASelector() throws Exception {
    String name = unique("gone");
    jms.admin.declareQueue(name);
    MessageConsumer consumer = session.createConsumer(session.createQueue(name), "n = 1");
    CompletableFuture<JMSException> told = new CompletableFuture<>();
    RabbitConnection other = jms.connect();
    other.setExceptionListener(told::complete);
    other
        .createSession()
        .createConsumer(session.createQueue(name), "n = 1")
        .setMessageListener(message -> {});
    jms.admin.deleteQueue(name);

    assertThatThrownBy(() -> consumer.receive(SOON)).isInstanceOf(JMSException.class);
    assertThat(told.get(SOON, TimeUnit.MILLISECONDS)).isNotNull();
  }

  private static void listen(MessageConsumer consumer, BlockingQueue<String> arrivals)
      throws JMSException {
    consumer.setMessageListener(
        message -> {
          try {
            arrivals.add(message.getBody(String.class));
          } catch (JMSException e) {
            arrivals.add(e.toString());
          }
        });
  }
}
