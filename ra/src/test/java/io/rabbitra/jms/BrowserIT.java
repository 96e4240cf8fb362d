package io.rabbitra.jms;

import static io.rabbitra.jms.Unmanaged.SOON;
import static io.rabbitra.jms.Unmanaged.numbered;
import static io.rabbitra.jms.Unmanaged.receive;
import static io.rabbitra.jms.Unmanaged.send;
import static io.rabbitra.jms.Unmanaged.texts;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.rabbitra.harness.BrokerExtension;
import io.rabbitra.harness.RabbitBroker;
import jakarta.jms.IllegalStateException;
import jakarta.jms.InvalidSelectorException;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageNotWriteableException;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.QueueBrowser;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Browsing (Jakarta Messaging 3.1, section 4.1.6). */
@ExtendWith(BrokerExtension.class)
@Timeout(60)
class BrowserIT {

  private final Unmanaged jms;
  private RabbitConnection connection;
  private Session session;
  private Queue queue;

  BrowserIT(RabbitBroker broker) {
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

  @ParameterizedTest
  @ValueSource(strings = {"classic", "quorum"})
  void eachEnumerationIsASnapshotThatLeavesTheQueueAsItWas(String type) throws Exception {
    queue = session.createQueue(jms.queue(Map.of("x-queue-type", type)));
    send(session, queue, "1", "2", "3");
    QueueBrowser browser = session.createBrowser(queue);

    Enumeration<?> first = browser.getEnumeration();
    send(session, queue, "4");

    assertThat(texts(first)).containsExactly("1", "2", "3");
    assertThat(first.hasMoreElements()).isFalse();
    assertThatThrownBy(first::nextElement).isInstanceOf(NoSuchElementException.class);
    assertThat(texts(browser.getEnumeration())).containsExactly("1", "2", "3", "4");
    MessageConsumer consumer = session.createConsumer(queue);
    for (int n = 1; n <= 4; n++) {
      Message message = consumer.receive(SOON);
      assertThat(message.getBody(String.class)).isEqualTo("" + n);
      assertThat(message.getJMSRedelivered()).isFalse();
      assertThat(message.getIntProperty("JMSXDeliveryCount")).isEqualTo(1);
    }
    assertThat(texts(browser.getEnumeration())).isEmpty();
  }

  @Test
  void browsedMessageSaysThatNobodyHadIt() throws Exception {
    send(session, queue, "x");
    QueueBrowser browser = session.createBrowser(queue);
    browser.getEnumeration();

    TextMessage message = (TextMessage) browser.getEnumeration().nextElement();

    assertThat(message.getJMSRedelivered()).isFalse();
    assertThat(message.getJMSDestination()).isEqualTo(queue);
    assertThatThrownBy(() -> message.setText("y")).isInstanceOf(MessageNotWriteableException.class);
    message.acknowledge();
    assertThat(receive(session.createConsumer(queue))).isEqualTo("x");
  }

  @Test
  void selectorShowsWhatMatches() throws Exception {
    MessageProducer producer = session.createProducer(queue);
    for (int n = 1; n <= 5; n++) {
      producer.send(numbered(session, n));
    }
    QueueBrowser browser = session.createBrowser(queue, "n > 3");

    assertThat(browser.getMessageSelector()).isEqualTo("n > 3");
    assertThat(browser.getQueue()).isEqualTo(queue);
    assertThat(texts(browser.getEnumeration())).containsExactly("m4", "m5");
    for (String none : new String[] {null, ""}) {
      assertThat(session.createBrowser(queue, none).getMessageSelector()).isNull();
    }
    assertThatThrownBy(() -> session.createBrowser(queue, "n >"))
        .isInstanceOf(InvalidSelectorException.class);
  }

  @Test
  void idleConsumersHideNothing() throws Exception {
    MessageConsumer idle = session.createConsumer(queue);
    MessageConsumer selecting = connection.createSession().createConsumer(queue, "n > 0");
    send(session, queue, "1", "2", "3");
    assertThat(receive(idle)).isEqualTo("1");
    assertThat(selecting.receiveNoWait()).isNull();

    assertThat(texts(session.createBrowser(queue).getEnumeration())).containsExactly("2", "3");
    assertThat(receive(idle)).isEqualTo("2");
  }

  @Test
  void browsingDoesNotEndTheWaitOfAReceiver() throws Exception {
    Session waiting = connection.createSession();
    MessageConsumer consumer = waiting.createConsumer(queue);
    CompletableFuture<String> received =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return receive(consumer);
              } catch (JMSException e) {
                throw new AssertionError(e);
              }
            });
    await().until(() -> jms.admin.consumers(queue.getQueueName()) == 1);
    QueueBrowser browser = session.createBrowser(queue);
    assertThat(texts(browser.getEnumeration())).isEmpty();

    send(session, queue, "x");

    assertThat(received.get(2, TimeUnit.SECONDS)).isEqualTo("x");
  }

  @Test
  void messagesOfATransactionAreNotShown() throws Exception {
    send(session, queue, "1", "2");
    Session transacted = connection.createSession(true, 0);
    MessageConsumer consumer = transacted.createConsumer(queue);
    send(transacted, queue, "not committed");
    assertThat(receive(consumer)).isEqualTo("1");
    QueueBrowser browser = session.createBrowser(queue);

    assertThat(texts(browser.getEnumeration())).containsExactly("2");
    transacted.rollback();
    assertThat(texts(browser.getEnumeration())).containsExactly("1", "2");
    Message again = consumer.receive(SOON);
    assertThat(again.getBody(String.class)).isEqualTo("1");
    assertThat(again.getIntProperty("JMSXDeliveryCount")).isEqualTo(2);
  }

  @Test
  void connectionThatIsNotStartedBrowsesToo() throws Exception {
    send(session, queue, "1");
    connection.stop();

    assertThat(texts(session.createBrowser(queue).getEnumeration())).containsExactly("1");
  }

  @Test
  void closedBrowserSaysSo() throws Exception {
    QueueBrowser browser = session.createBrowser(queue);
    browser.close();
    browser.close();

    assertThatThrownBy(browser::getEnumeration).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(browser::getQueue).isInstanceOf(IllegalStateException.class);
    QueueBrowser ofSession = session.createBrowser(queue);
    session.close();
    assertThatThrownBy(ofSession::getEnumeration).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void longQueueIsShownInOrder() throws Exception {
    Session transacted = connection.createSession(true, 0);
    List<String> sent = new ArrayList<>();
    for (int n = 0; n < 1_000; n++) {
      sent.add("m" + n);
    }
    send(transacted, queue, sent.toArray(new String[0]));
    transacted.commit();

    QueueBrowser browser = session.createBrowser(queue);

    assertThat(texts(browser.getEnumeration())).isEqualTo(sent);
    assertThat(texts(browser.getEnumeration())).isEqualTo(sent);
    assertThat(jms.admin.readyMessages(queue.getQueueName())).isEqualTo(1_000);
  }
}
