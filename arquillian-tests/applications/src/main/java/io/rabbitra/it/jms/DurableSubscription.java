package io.rabbitra.it.jms;

import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSContext;
import jakarta.jms.TextMessage;
import jakarta.jms.Topic;
import jakarta.jms.TopicConnection;
import jakarta.jms.TopicConnectionFactory;
import jakarta.jms.TopicSession;
import jakarta.jms.TopicSubscriber;
import java.util.ArrayList;
import java.util.List;

/** A durable subscription of pooled sessions, whose client identifier is the factory's. */
public final class DurableSubscription implements Check {

  @Override
  public String run(String topicName) throws Exception {
    List<String> lines = new ArrayList<>();
    TopicConnectionFactory factory = Jndi.lookup(Jndi.TOPICS);
    try (TopicConnection connection = factory.createTopicConnection()) {
      lines.add(connection.getClientID());
      TopicSession session = connection.createTopicSession(false, 1);
      session.createDurableSubscriber(session.createTopic(topicName), "sub");
    }
    publish(topicName);
    try (TopicConnection connection = factory.createTopicConnection()) {
      connection.start();
      TopicSession session = connection.createTopicSession(false, 1);
      TopicSubscriber subscriber =
          session.createDurableSubscriber(session.createTopic(topicName), "sub");
      lines.add(((TextMessage) subscriber.receive(5000)).getText());
      lines.add("in use " + Check.outcome(() -> session.unsubscribe("sub")));
      subscriber.close();
      session.unsubscribe("sub");
      lines.add("again " + Check.outcome(() -> session.unsubscribe("sub")));
    }
    return String.join("\n", lines);
  }

  private static void publish(String topicName) throws Exception {
    ConnectionFactory factory = Jndi.lookup(Jndi.POOLED);
    try (JMSContext context = factory.createContext()) {
      Topic topic = context.createTopic(topicName);
      context.createProducer().send(topic, "while away");
    }
  }
}
