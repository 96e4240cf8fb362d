package io.rabbitra.jms;

import jakarta.jms.JMSException;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Queue;
import jakarta.jms.QueueBrowser;
import jakarta.jms.Session;
import jakarta.jms.Topic;
import jakarta.jms.TopicSubscriber;

/** The methods of a session whose features this version does not have: each names its own. */
abstract class ReducedSession implements Session {

  /** The unit behind the session; throws if there is none any more. */
  abstract SessionCore core() throws JMSException;

  /** What to throw for the feature; if the session is closed, it throws that instead. */
  final JMSException notYet(String feature) throws JMSException {
    core();
    return NotYet.jms(feature);
  }

  @Override
  public MessageConsumer createSharedConsumer(Topic topic, String name) throws JMSException {
    throw notYet("shared subscriptions");
  }

  @Override
  public MessageConsumer createSharedConsumer(Topic topic, String name, String selector)
      throws JMSException {
    throw notYet("shared subscriptions");
  }

  @Override
  public TopicSubscriber createDurableSubscriber(Topic topic, String name) throws JMSException {
    throw notYet("durable subscriptions");
  }

  @Override
  public TopicSubscriber createDurableSubscriber(
      Topic topic, String name, String selector, boolean noLocal) throws JMSException {
    throw notYet("durable subscriptions");
  }

  @Override
  public MessageConsumer createDurableConsumer(Topic topic, String name) throws JMSException {
    throw notYet("durable subscriptions");
  }

  @Override
  public MessageConsumer createDurableConsumer(
      Topic topic, String name, String selector, boolean noLocal) throws JMSException {
    throw notYet("durable subscriptions");
  }

  @Override
  public MessageConsumer createSharedDurableConsumer(Topic topic, String name) throws JMSException {
    throw notYet("shared durable subscriptions");
  }

  @Override
  public MessageConsumer createSharedDurableConsumer(Topic topic, String name, String selector)
      throws JMSException {
    throw notYet("shared durable subscriptions");
  }

  @Override
  public QueueBrowser createBrowser(Queue queue) throws JMSException {
    throw notYet("queue browsers");
  }

  @Override
  public QueueBrowser createBrowser(Queue queue, String selector) throws JMSException {
    throw notYet("queue browsers");
  }

  @Override
  public void unsubscribe(String name) throws JMSException {
    throw notYet("durable subscriptions");
  }
}
