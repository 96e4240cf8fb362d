package io.rabbitra.jms;

import io.rabbitra.topology.SubscriptionSpec;
import jakarta.jms.Destination;
import jakarta.jms.JMSException;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.QueueBrowser;
import jakarta.jms.QueueReceiver;
import jakarta.jms.QueueSender;
import jakarta.jms.QueueSession;
import jakarta.jms.TemporaryQueue;
import jakarta.jms.TemporaryTopic;
import jakarta.jms.Topic;
import jakarta.jms.TopicPublisher;
import jakarta.jms.TopicSession;
import jakarta.jms.TopicSubscriber;

/** The many forms in which a session is asked for producers, consumers, browsers, destinations. */
abstract class SessionFactoryMethods extends MessageFactory implements QueueSession, TopicSession {

  abstract RabbitProducer producer(Destination destination) throws JMSException;

  /** On a queue, or a subscription that ends with the consumer. */
  abstract RabbitConsumer consumer(Destination destination, String selector, boolean noLocal)
      throws JMSException;

  /**
   * On a subscription with a name.
   *
   * @param method what the application called
   */
  abstract RabbitConsumer subscriber(
      String method,
      SubscriptionSpec.Kind kind,
      Topic topic,
      String name,
      String selector,
      boolean noLocal)
      throws JMSException;

  abstract DestinationFactory destinations();

  @Override
  public MessageProducer createProducer(Destination destination) throws JMSException {
    return producer(destination);
  }

  @Override
  public QueueSender createSender(Queue queue) throws JMSException {
    return producer(queue);
  }

  @Override
  public TopicPublisher createPublisher(Topic topic) throws JMSException {
    return producer(topic);
  }

  @Override
  public MessageConsumer createConsumer(Destination destination) throws JMSException {
    return consumer(destination, null, false);
  }

  @Override
  public MessageConsumer createConsumer(Destination destination, String selector)
      throws JMSException {
    return consumer(destination, selector, false);
  }

  @Override
  public MessageConsumer createConsumer(Destination destination, String selector, boolean noLocal)
      throws JMSException {
    return consumer(destination, selector, noLocal);
  }

  @Override
  public QueueReceiver createReceiver(Queue queue) throws JMSException {
    return consumer(queue, null, false);
  }

  @Override
  public QueueReceiver createReceiver(Queue queue, String selector) throws JMSException {
    return consumer(queue, selector, false);
  }

  @Override
  public TopicSubscriber createSubscriber(Topic topic) throws JMSException {
    return consumer(topic, null, false);
  }

  @Override
  public TopicSubscriber createSubscriber(Topic topic, String selector, boolean noLocal)
      throws JMSException {
    return consumer(topic, selector, noLocal);
  }

  @Override
  public MessageConsumer createSharedConsumer(Topic topic, String name) throws JMSException {
    return createSharedConsumer(topic, name, null);
  }

  @Override
  public MessageConsumer createSharedConsumer(Topic topic, String name, String selector)
      throws JMSException {
    return subscriber(
        "createSharedConsumer", SubscriptionSpec.Kind.SHARED, topic, name, selector, false);
  }

  @Override
  public TopicSubscriber createDurableSubscriber(Topic topic, String name) throws JMSException {
    return createDurableSubscriber(topic, name, null, false);
  }

  @Override
  public TopicSubscriber createDurableSubscriber(
      Topic topic, String name, String selector, boolean noLocal) throws JMSException {
    return subscriber(
        "createDurableSubscriber", SubscriptionSpec.Kind.DURABLE, topic, name, selector, noLocal);
  }

  @Override
  public MessageConsumer createDurableConsumer(Topic topic, String name) throws JMSException {
    return createDurableConsumer(topic, name, null, false);
  }

  @Override
  public MessageConsumer createDurableConsumer(
      Topic topic, String name, String selector, boolean noLocal) throws JMSException {
    return subscriber(
        "createDurableConsumer", SubscriptionSpec.Kind.DURABLE, topic, name, selector, noLocal);
  }

  @Override
  public MessageConsumer createSharedDurableConsumer(Topic topic, String name) throws JMSException {
    return createSharedDurableConsumer(topic, name, null);
  }

  @Override
  public MessageConsumer createSharedDurableConsumer(Topic topic, String name, String selector)
      throws JMSException {
    return subscriber(
        "createSharedDurableConsumer",
        SubscriptionSpec.Kind.SHARED_DURABLE,
        topic,
        name,
        selector,
        false);
  }

  @Override
  public QueueBrowser createBrowser(Queue queue) throws JMSException {
    return createBrowser(queue, null);
  }

  @Override
  public Queue createQueue(String name) throws JMSException {
    return destinations().queue(core(), name);
  }

  @Override
  public Topic createTopic(String name) throws JMSException {
    core();
    return destinations().topic(name);
  }

  @Override
  public TemporaryQueue createTemporaryQueue() throws JMSException {
    return destinations().temporaryQueue(core());
  }

  @Override
  public TemporaryTopic createTemporaryTopic() throws JMSException {
    core();
    return destinations().temporaryTopic();
  }
}
