package io.rabbitra.it.jms;

import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.jms.JMSConnectionFactoryDefinition;
import jakarta.jms.JMSDestinationDefinition;

/**
 * What an application may define of the adapter by annotation. Of a client identifier that is said
 * twice, Open Liberty reads the element and TomEE, if there is a user, the property.
 */
@JMSConnectionFactoryDefinition(
    name = Definitions.UNIFIED,
    interfaceName = "jakarta.jms.ConnectionFactory",
    resourceAdapter = "rabbitra",
    clientId = "defined",
    maxPoolSize = 5,
    properties = "connectionName=" + Definitions.CONNECTION_NAME)
@JMSConnectionFactoryDefinition(
    name = Definitions.QUEUES,
    interfaceName = "jakarta.jms.QueueConnectionFactory",
    resourceAdapter = "rabbitra",
    user = "guest",
    password = "guest",
    clientId = "defined-queues",
    properties = {"clientId=defined-queues", "confirmTimeout=20000"})
@JMSConnectionFactoryDefinition(
    name = Definitions.TOPICS,
    interfaceName = "jakarta.jms.TopicConnectionFactory",
    resourceAdapter = "rabbitra",
    transactional = false,
    clientId = "defined-topics")
@JMSDestinationDefinition(
    name = Definitions.QUEUE,
    interfaceName = "jakarta.jms.Queue",
    className = "io.rabbitra.destination.RabbitQueue",
    resourceAdapter = "rabbitra",
    properties = {"queueName=it.defined", "declare=declare", "arguments=x-max-priority=7"})
@JMSDestinationDefinition(
    name = Definitions.TOPIC,
    interfaceName = "jakarta.jms.Topic",
    className = "io.rabbitra.destination.RabbitTopic",
    resourceAdapter = "rabbitra",
    properties = {"topicName=it.defined", "exchange=it.defined.exchange", "declare=declare"})
@Singleton
@Startup
public class Definitions {

  /** Of the connections of {@link #UNIFIED}, for the broker. */
  public static final String CONNECTION_NAME = "defined-unified";

  public static final String UNIFIED = "java:app/jms/Unified";
  public static final String QUEUES = "java:app/jms/Queues";
  public static final String TOPICS = "java:app/jms/Topics";
  public static final String QUEUE = "java:app/jms/Queue";
  public static final String TOPIC = "java:app/jms/Topic";
}
