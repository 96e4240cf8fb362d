package io.rabbitra.it.support;

import static io.rabbitra.it.support.AdapterSetup.adapter;
import static io.rabbitra.it.support.AdapterSetup.execute;

import io.rabbitra.it.tx.Names;
import org.jboss.as.arquillian.api.ServerSetupTask;
import org.jboss.as.arquillian.container.ManagementClient;
import org.jboss.as.controller.client.helpers.Operations;
import org.jboss.dmr.ModelNode;

/**
 * Adds a database in memory that takes part in two-phase commits, beside which the adapter can be
 * the one last resource, and a factory of the native view; after {@link AdapterSetup}.
 */
public final class TransactionSetup implements ServerSetupTask {

  @Override
  public void setup(ManagementClient client, String containerId) throws Exception {
    ModelNode add = Operations.createAddOperation(database());
    add.get("jndi-name").set(Names.DATABASE);
    add.get("driver-name").set("h2");
    add.get("user-name").set("sa");
    add.get("password").set("sa");
    ModelNode url =
        Operations.createAddOperation(database().add("xa-datasource-properties", "URL"));
    url.get("value").set("jdbc:h2:mem:ledger;DB_CLOSE_DELAY=-1");
    execute(
        client,
        Operations.CompositeOperationBuilder.create()
            .addStep(add)
            .addStep(url)
            .build()
            .getOperation());
    ModelNode factory =
        Operations.createAddOperation(adapter().add("connection-definitions", "native"));
    factory.get("class-name").set("io.rabbitra.outbound.AmqpManagedConnectionFactory");
    factory.get("jndi-name").set(Names.NATIVE);
    execute(client, factory);
  }

  /** {@link AdapterSetup} removes the adapter with its factories. */
  @Override
  public void tearDown(ManagementClient client, String containerId) throws Exception {
    ModelNode remove = Operations.createRemoveOperation(database());
    remove.get("operation-headers", "allow-resource-service-restart").set(true);
    execute(client, remove);
  }

  private static ModelNode database() {
    return Operations.createAddress("subsystem", "datasources", "xa-data-source", "ledger");
  }
}
