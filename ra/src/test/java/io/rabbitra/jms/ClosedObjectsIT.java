package io.rabbitra.jms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rabbitra.harness.RabbitBroker;
import jakarta.jms.Connection;
import jakarta.jms.Destination;
import jakarta.jms.IllegalStateException;
import jakarta.jms.IllegalStateRuntimeException;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSProducer;
import jakarta.jms.Message;
import jakarta.jms.Queue;
import jakarta.jms.QueueBrowser;
import jakarta.jms.QueueConnection;
import jakarta.jms.QueueReceiver;
import jakarta.jms.QueueSender;
import jakarta.jms.QueueSession;
import jakarta.jms.Session;
import jakarta.jms.Topic;
import jakarta.jms.TopicConnection;
import jakarta.jms.TopicPublisher;
import jakarta.jms.TopicSession;
import jakarta.jms.TopicSubscriber;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Every method of every interface on what is closed (Jakarta Messaging 3.1, 6.1.8 and 6.2.15). */
class ClosedObjectsIT extends ApiTestBase {

  ClosedObjectsIT(RabbitBroker broker) {
    super(broker);
  }

  @Test
  void closedConnection() throws Exception {
    Connection connection = connect();
    connection.close();
    connection.close();

    assertAllThrow(connection, IllegalStateException.class, Set.of(), QueueConnection.class);
    assertAllThrow(connection, IllegalStateException.class, Set.of(), TopicConnection.class);
  }

  @Test
  void closedSession() throws Exception {
    Session session = connect().createSession();
    session.close();
    session.close();

    assertAllThrow(session, IllegalStateException.class, Set.of("run"), QueueSession.class);
    assertAllThrow(session, IllegalStateException.class, Set.of("run"), TopicSession.class);
    assertThatThrownBy(session::run).isInstanceOf(IllegalStateRuntimeException.class);
  }

  @Test
  void sessionAndWhatItMadeAreClosedWithTheConnection() throws Exception {
    RabbitConnection connection = connect();
    Session session = connection.createSession();
    Queue queue = session.createQueue(queueName);
    Topic topic = session.createTopic("t");
    List<Object> made =
        List.of(
            session.createProducer(queue),
            session.createConsumer(queue),
            session.createConsumer(topic),
            session.createBrowser(queue));
    connection.close();

    assertAllThrow(session, IllegalStateException.class, Set.of("run"), Session.class);
    assertAllThrow(made.get(0), IllegalStateException.class, Set.of(), QueueSender.class);
    assertAllThrow(made.get(1), IllegalStateException.class, Set.of(), QueueReceiver.class);
    assertAllThrow(made.get(2), IllegalStateException.class, Set.of(), TopicSubscriber.class);
    assertAllThrow(made.get(3), IllegalStateException.class, Set.of(), QueueBrowser.class);
    for (Object one : made) {
      ((AutoCloseable) one).close();
    }
  }

  @Test
  void closedProducerOfAnOpenSession() throws Exception {
    RabbitSession session = connect().createSession();
    QueueSender sender = session.createSender(session.createQueue(queueName));
    TopicPublisher publisher = session.createPublisher(session.createTopic("t"));
    sender.close();
    sender.close();
    publisher.close();

    assertAllThrow(sender, IllegalStateException.class, Set.of(), QueueSender.class);
    assertAllThrow(publisher, IllegalStateException.class, Set.of(), TopicPublisher.class);
  }

  @Test
  void closedConsumerAndBrowserOfAnOpenSession() throws Exception {
    RabbitSession session = connect().createSession();
    QueueReceiver receiver = session.createReceiver(session.createQueue(queueName));
    TopicSubscriber subscriber = session.createSubscriber(session.createTopic("t"));
    QueueBrowser browser = session.createBrowser(session.createQueue(queueName));
    for (AutoCloseable one : List.of(receiver, subscriber, browser)) {
      one.close();
      one.close();
    }

    assertAllThrow(receiver, IllegalStateException.class, Set.of(), QueueReceiver.class);
    assertAllThrow(subscriber, IllegalStateException.class, Set.of(), TopicSubscriber.class);
    assertAllThrow(browser, IllegalStateException.class, Set.of(), QueueBrowser.class);
  }

  @Test
  void closedContextAndItsConsumer() {
    JMSContext context = context();
    JMSConsumer consumer = context.createConsumer(queue(context));
    JMSProducer producer = context.createProducer();
    Queue queue = queue(context);
    Message message = context.createMessage();
    context.close();
    context.close();

    assertAllThrow(context, IllegalStateRuntimeException.class, Set.of(), JMSContext.class);
    assertAllThrow(consumer, IllegalStateRuntimeException.class, Set.of(), JMSConsumer.class);
    consumer.close();
    assertThatThrownBy(() -> producer.send(queue, message))
        .isInstanceOf(IllegalStateRuntimeException.class);
    assertThatThrownBy(() -> producer.send(queue, "text"))
        .isInstanceOf(IllegalStateRuntimeException.class);
  }

  @Test
  void closedConsumerOfAnOpenContext() {
    JMSContext context = context();
    JMSConsumer consumer = context.createConsumer(queue(context));
    consumer.close();
    consumer.close();

    assertAllThrow(consumer, IllegalStateRuntimeException.class, Set.of(), JMSConsumer.class);
  }

  @Test
  void messagesOutliveTheirSession() throws Exception {
    RabbitConnection connection = connect();
    Session session = connection.createSession(Session.CLIENT_ACKNOWLEDGE);
    Destination queue = session.createQueue(queueName);
    session.createProducer(queue).send(session.createTextMessage("still here"));
    Message received = session.createConsumer(queue).receive(SOON);
    connection.close();

    assertThat(received.getBody(String.class)).isEqualTo("still here");
    assertThatThrownBy(received::acknowledge).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void objectsOfAClosedSessionCanBeClosed() throws Exception {
    RabbitSession session = connect().createSession();
    QueueReceiver receiver = session.createReceiver(session.createQueue(queueName));
    QueueSender sender = session.createSender(null);
    session.close();

    assertThatCode(receiver::close).doesNotThrowAnyException();
    assertThatCode(sender::close).doesNotThrowAnyException();
  }

  private static void assertAllThrow(
      Object target, Class<? extends Exception> expected, Set<String> but, Class<?> api) {
    List<String> wrong = new ArrayList<>();
    for (Method method : api.getMethods()) {
      if (method.getName().equals("close") || but.contains(method.getName())) {
        continue;
      }
      try {
        method.invoke(target, arguments(method));
        wrong.add(method + " returned");
      } catch (InvocationTargetException e) {
        if (!expected.isInstance(e.getCause())) {
          wrong.add(method + " threw " + e.getCause());
        }
      } catch (IllegalAccessException e) {
        throw new AssertionError(e);
      }
    }
    assertThat(wrong).isEmpty();
  }

  /** What would be allowed on an open object, where that is easy to say. */
  private static Object[] arguments(Method method) {
    Class<?>[] types = method.getParameterTypes();
    Object[] arguments = new Object[types.length];
    for (int i = 0; i < types.length; i++) {
      if (types[i] == boolean.class) {
        arguments[i] = false;
      } else if (types[i] == int.class) {
        arguments[i] = 1;
      } else if (types[i] == long.class) {
        arguments[i] = 1L;
      } else if (types[i] == Class.class) {
        arguments[i] = String.class;
      }
    }
    return arguments;
  }
}
