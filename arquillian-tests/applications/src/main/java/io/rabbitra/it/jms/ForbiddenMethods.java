package io.rabbitra.it.jms;

import jakarta.jms.CompletionListener;
import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSProducer;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import jakarta.jms.Topic;
import java.util.ArrayList;
import java.util.List;

/** Calls every method of Jakarta Messaging 3.1, section 12.2; one line for each. */
public final class ForbiddenMethods implements Check {

  private final List<String> lines = new ArrayList<>();

  @Override
  public String run(String queueName) throws Exception {
    ConnectionFactory factory = Jndi.lookup(Jndi.POOLED);
    try (Connection connection = factory.createConnection()) {
      classic(connection, queueName);
    }
    try (JMSContext context = factory.createContext()) {
      simplified(context, queueName);
    }
    return String.join("\n", lines);
  }

  private void classic(Connection connection, String queueName) throws Exception {
    Session session = connection.createSession();
    Queue queue = session.createQueue(queueName);
    Topic topic = session.createTopic("it.topic");
    forbidden("setClientID", () -> connection.setClientID("c"));
    forbidden("stop", connection::stop);
    forbidden("setExceptionListener", () -> connection.setExceptionListener(e -> {}));
    forbidden("connectionConsumer", () -> connection.createConnectionConsumer(queue, "", null, 1));
    forbidden(
        "sharedConnectionConsumer",
        () -> connection.createSharedConnectionConsumer(topic, "s", "", null, 1));
    forbidden(
        "durableConnectionConsumer",
        () -> connection.createDurableConnectionConsumer(topic, "s", "", null, 1));
    forbidden(
        "sharedDurableConnectionConsumer",
        () -> connection.createSharedDurableConnectionConsumer(topic, "s", "", null, 1));
    forbidden("setSessionListener", () -> session.setMessageListener(m -> {}));
    forbidden("getSessionListener", session::getMessageListener);
    forbidden("run", session::run);
    try (MessageConsumer consumer = session.createConsumer(queue)) {
      forbidden("setListener", () -> consumer.setMessageListener(m -> {}));
      forbidden("getListener", consumer::getMessageListener);
    }
    Message message = session.createTextMessage("never");
    CompletionListener listener = new Silent();
    try (MessageProducer producer = session.createProducer(queue)) {
      forbidden("sendAsync", () -> producer.send(message, listener));
      forbidden("sendAsync4", () -> producer.send(message, 2, 4, 0, listener));
    }
    try (MessageProducer producer = session.createProducer(null)) {
      forbidden("sendAsyncTo", () -> producer.send(queue, message, listener));
      forbidden("sendAsyncTo4", () -> producer.send(queue, message, 2, 4, 0, listener));
    }
  }

  private void simplified(JMSContext context, String queueName) {
    forbidden("contextSetClientID", () -> context.setClientID("c"));
    forbidden("contextStop", context::stop);
    forbidden("contextSetExceptionListener", () -> context.setExceptionListener(e -> {}));
    forbidden("createContext", () -> context.createContext(JMSContext.AUTO_ACKNOWLEDGE));
    JMSProducer producer = context.createProducer();
    forbidden("setAsync", () -> producer.setAsync(new Silent()));
    try (JMSConsumer consumer = context.createConsumer(context.createQueue(queueName))) {
      forbidden("jmsConsumerSetListener", () -> consumer.setMessageListener(m -> {}));
      forbidden("jmsConsumerGetListener", consumer::getMessageListener);
    }
  }

  private void forbidden(String name, Action action) {
    lines.add(name + " " + Check.outcome(action));
  }

  /** Is never called. */
  private static final class Silent implements CompletionListener {
    @Override
    public void onCompletion(Message message) {
      throw new IllegalStateException();
    }

    @Override
    public void onException(Message message, Exception exception) {
      throw new IllegalStateException(exception);
    }
  }
}
