package io.rabbitra.it.support;

import static io.rabbitra.it.support.AdapterSetup.adapter;
import static io.rabbitra.it.support.AdapterSetup.execute;
import static io.rabbitra.it.support.AdapterSetup.property;

import io.rabbitra.it.delivery.Names;
import org.jboss.as.arquillian.api.ServerSetupTask;
import org.jboss.as.arquillian.container.ManagementClient;
import org.jboss.as.controller.client.helpers.Operations;
import org.jboss.dmr.ModelNode;

/**
 * Adds what message-driven beans look up, and a pool of two bean instances; after {@link
 * AdapterSetup}.
 */
public final class ActivationSetup implements ServerSetupTask {

  @Override
  public void setup(ManagementClient client, String containerId) throws Exception {
    ModelNode other = adapter().add("connection-definitions", "other");
    ModelNode add = Operations.createAddOperation(other);
    add.get("class-name").set("io.rabbitra.outbound.RabbitManagedConnectionFactory");
    add.get("jndi-name").set(Names.OTHER_FACTORY);
    execute(client, add);
    property(client, other, "connectionName", Names.OTHER_NAME);
    queue(client, Names.LOOKED_UP, Names.LOOKED_UP_JNDI);
    queue(client, Names.FORMER, Names.FORMER_JNDI);
    ModelNode pool = Operations.createAddOperation(pool());
    pool.get("max-pool-size").set(2);
    execute(client, pool);
  }

  /** {@link AdapterSetup} removes the adapter with all it has. */
  @Override
  public void tearDown(ManagementClient client, String containerId) throws Exception {
    ModelNode remove = Operations.createRemoveOperation(pool());
    remove.get("operation-headers", "allow-resource-service-restart").set(true);
    execute(client, remove);
  }

  private static void queue(ManagementClient client, String name, String jndiName)
      throws Exception {
    ModelNode queue = adapter().add("admin-objects", name);
    ModelNode add = Operations.createAddOperation(queue);
    add.get("class-name").set("io.rabbitra.destination.RabbitQueue");
    add.get("jndi-name").set(jndiName);
    execute(client, add);
    property(client, queue, "name", name);
    property(client, queue, "declare", "declare");
  }

  private static ModelNode pool() {
    return Operations.createAddress("subsystem", "ejb3", "strict-max-bean-instance-pool", "two");
  }
}
