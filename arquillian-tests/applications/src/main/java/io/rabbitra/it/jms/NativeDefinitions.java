package io.rabbitra.it.jms;

import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.resource.AdministeredObjectDefinition;
import jakarta.resource.ConnectionFactoryDefinition;
import jakarta.resource.spi.TransactionSupport.TransactionSupportLevel;

/** What an application may define of any adapter (Jakarta Connectors 2.1, section 14.2). */
@ConnectionFactoryDefinition(
    name = NativeDefinitions.FACTORY,
    interfaceName = "io.rabbitra.AmqpConnectionFactory",
    resourceAdapter = "rabbitra",
    transactionSupport = TransactionSupportLevel.LocalTransaction,
    maxPoolSize = 3)
@AdministeredObjectDefinition(
    name = NativeDefinitions.QUEUE,
    interfaceName = "jakarta.jms.Queue",
    className = "io.rabbitra.destination.RabbitQueue",
    resourceAdapter = "rabbitra",
    properties = {"queueName=it.administered", "declare=declare"})
@Singleton
@Startup
public class NativeDefinitions {

  public static final String FACTORY = "java:app/rabbit/Defined";
  public static final String QUEUE = "java:app/jms/Administered";
}
