package io.rabbitra.it.support;

import java.io.IOException;
import org.jboss.as.arquillian.api.ServerSetupTask;
import org.jboss.as.arquillian.container.ManagementClient;
import org.jboss.as.controller.client.ModelControllerClient;
import org.jboss.as.controller.client.helpers.Operations;
import org.jboss.dmr.ModelNode;

/** Configures the adapter in WildFly as an operator does with the CLI, before it is deployed. */
public final class AdapterSetup implements ServerSetupTask {

  static final String POOLED = "java:/jms/Pooled";

  @Override
  public void setup(ManagementClient client, String containerId) throws Exception {
    ModelNode adapter = adapter();
    ModelNode add = Operations.createAddOperation(adapter);
    add.get("archive").set("rabbitra.rar");
    add.get("transaction-support").set("LocalTransaction");
    execute(client, add);
    property(client, adapter, "uri", System.getProperty("rabbitra.broker.uri"));
    property(client, adapter, "heartbeat", "2");
    ModelNode factory = adapter.clone().add("connection-definitions", "pooled");
    ModelNode addFactory = Operations.createAddOperation(factory);
    addFactory.get("class-name").set("io.rabbitra.outbound.RabbitManagedConnectionFactory");
    addFactory.get("jndi-name").set(POOLED);
    addFactory.get("max-pool-size").set(20);
    addFactory.get("validate-on-match").set(true);
    execute(client, addFactory);
    property(client, factory, "confirmTimeout", "15000");
  }

  @Override
  public void tearDown(ManagementClient client, String containerId) throws Exception {
    ModelNode remove = Operations.createRemoveOperation(adapter());
    remove.get("operation-headers", "allow-resource-service-restart").set(true);
    execute(client, remove);
  }

  static ModelNode adapter() {
    return Operations.createAddress(
        "subsystem", "resource-adapters", "resource-adapter", "rabbitra");
  }

  static void property(ManagementClient client, ModelNode owner, String name, String value)
      throws Exception {
    ModelNode add = Operations.createAddOperation(owner.clone().add("config-properties", name));
    add.get("value").set(value);
    execute(client, add);
  }

  static void execute(ManagementClient client, ModelNode operation) throws Exception {
    execute(client.getControllerClient(), operation);
  }

  static void execute(ModelControllerClient client, ModelNode operation) throws IOException {
    ModelNode result = client.execute(operation);
    if (!Operations.isSuccessfulOutcome(result)) {
      throw new IllegalStateException(
          operation + ": " + Operations.getFailureDescription(result).asString());
    }
  }
}
