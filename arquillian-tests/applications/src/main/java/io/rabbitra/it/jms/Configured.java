package io.rabbitra.it.jms;

import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.Queue;
import jakarta.jms.QueueConnectionFactory;
import jakarta.jms.Topic;
import jakarta.jms.TopicConnectionFactory;
import java.util.ArrayList;
import java.util.List;

/**
 * Uses the factories and destinations under the five names: a ConnectionFactory, a
 * QueueConnectionFactory, a TopicConnectionFactory, a Queue, a Topic.
 */
public final class Configured implements Check {

  @Override
  public String run(String names) throws Exception {
    String[] name = names.split(" ", 5);
    ConnectionFactory unified = Jndi.lookup(name[0]);
    QueueConnectionFactory queues = Jndi.lookup(name[1]);
    TopicConnectionFactory topics = Jndi.lookup(name[2]);
    Queue queue = Jndi.lookup(name[3]);
    Topic topic = Jndi.lookup(name[4]);
    List<String> lines = new ArrayList<>();
    try (Connection connection = unified.createConnection();
        Connection ofQueues = queues.createQueueConnection();
        Connection ofTopics = topics.createTopicConnection()) {
      lines.add(
          connection.getClientID() + " " + ofQueues.getClientID() + " " + ofTopics.getClientID());
    }
    try (JMSContext context = unified.createContext();
        JMSContext sender = unified.createContext()) {
      sender.createProducer().setPriority(9).send(queue, "to the queue");
      try (JMSConsumer consumer = context.createConsumer(queue)) {
        lines.add(consumer.receiveBody(String.class, 5000));
      }
      try (JMSConsumer consumer = context.createConsumer(topic)) {
        sender.createProducer().send(topic, "to the topic");
        lines.add(consumer.receiveBody(String.class, 5000));
      }
    }
    return String.join("\n", lines);
  }
}
