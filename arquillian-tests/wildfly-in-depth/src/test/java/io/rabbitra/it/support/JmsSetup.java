package io.rabbitra.it.support;

import static io.rabbitra.it.support.AdapterSetup.adapter;
import static io.rabbitra.it.support.AdapterSetup.execute;
import static io.rabbitra.it.support.AdapterSetup.property;

import io.rabbitra.it.jms.Jndi;
import io.rabbitra.it.jms.Reference;
import org.jboss.as.arquillian.api.ServerSetupTask;
import org.jboss.as.arquillian.container.ManagementClient;
import org.jboss.as.controller.client.helpers.Operations;
import org.jboss.dmr.ModelNode;

/** Adds what ra.xml has besides the connection factory of {@link AdapterSetup}, after it. */
public final class JmsSetup implements ServerSetupTask {

  @Override
  public void setup(ManagementClient client, String containerId) throws Exception {
    ModelNode queues =
        factory(client, "queues", "RabbitQueueManagedConnectionFactory", Reference.QUEUES);
    property(client, queues, "trustedPackages", "io.rabbitra.it.jms");
    ModelNode topics =
        factory(client, "topics", "RabbitTopicManagedConnectionFactory", Reference.TOPICS);
    property(client, topics, "clientId", Jndi.CLIENT_ID);
    ModelNode logins = connectionDefinition("logins");
    ModelNode add = addition(logins, "outbound.RabbitManagedConnectionFactory", Reference.LOGINS);
    add.get("security-application").set(true);
    execute(client, add);
    property(client, logins, "connectionName", "logins");
    ModelNode queue = adminObject(client, "queue", "RabbitQueue", Reference.DECLARED_QUEUE);
    property(client, queue, "name", "it.declared");
    property(client, queue, "declare", "declare");
    property(client, queue, "arguments", "x-max-priority=7");
    ModelNode topic = adminObject(client, "topic", "RabbitTopic", Reference.DECLARED_TOPIC);
    property(client, topic, "name", "it.declared");
    property(client, topic, "exchange", "it.declared.exchange");
    property(client, topic, "declare", "declare");
  }

  /** {@link AdapterSetup} removes the adapter with all it has. */
  @Override
  public void tearDown(ManagementClient client, String containerId) {}

  private static ModelNode factory(
      ManagementClient client, String name, String className, Reference reference)
      throws Exception {
    ModelNode address = connectionDefinition(name);
    execute(client, addition(address, "outbound." + className, reference));
    return address;
  }

  private static ModelNode connectionDefinition(String name) {
    return adapter().add("connection-definitions", name);
  }

  private static ModelNode adminObject(
      ManagementClient client, String name, String className, Reference reference)
      throws Exception {
    ModelNode address = adapter().add("admin-objects", name);
    execute(client, addition(address, "destination." + className, reference));
    return address;
  }

  private static ModelNode addition(ModelNode address, String className, Reference reference) {
    ModelNode add = Operations.createAddOperation(address);
    add.get("class-name").set("io.rabbitra." + className);
    add.get("jndi-name").set(Archives.jndi(reference.environmentName()));
    return add;
  }
}
