package io.rabbitra.it.support;

import java.io.IOException;
import java.net.UnknownHostException;
import org.jboss.as.controller.client.ModelControllerClient;
import org.jboss.as.controller.client.helpers.Operations;
import org.jboss.dmr.ModelNode;

/** What an operator does to a running server. */
public final class Management implements AutoCloseable {

  private static final int SUSPEND_SECONDS = 20;

  private final ModelControllerClient client;

  public Management() throws UnknownHostException {
    client =
        ModelControllerClient.Factory.create(
            "127.0.0.1", Integer.getInteger("rabbitra.server.managementPort"));
  }

  /** Deactivates the endpoint of a bean; returns when that is done. */
  public void stopDelivery(String deployment, String bean) throws IOException {
    delivery("stop-delivery", deployment, bean);
  }

  public void startDelivery(String deployment, String bean) throws IOException {
    delivery("start-delivery", deployment, bean);
  }

  /** Returns when requests and deliveries have ended. */
  public void suspend() throws IOException {
    ModelNode suspend = Operations.createOperation("suspend");
    suspend.get("suspend-timeout").set(SUSPEND_SECONDS);
    AdapterSetup.execute(client, suspend);
  }

  public void resume() throws IOException {
    AdapterSetup.execute(client, Operations.createOperation("resume"));
  }

  /** For transactions that begin from now on; the server's default is 300. */
  public void transactionTimeout(int seconds) throws IOException {
    AdapterSetup.execute(
        client,
        Operations.createWriteAttributeOperation(
            Operations.createAddress("subsystem", "transactions"), "default-timeout", seconds));
  }

  /** Takes a deployment away although others need it; its content stays. */
  public void undeployUnderItsUsers(String deployment) throws IOException {
    ModelNode undeploy =
        Operations.createOperation("undeploy", Operations.createAddress("deployment", deployment));
    undeploy.get("operation-headers", "rollback-on-runtime-failure").set(false);
    // Fails, with the names of the users, and has done it all the same.
    client.execute(undeploy);
  }

  /** Brings back what was taken away. */
  public void deploy(String deployment) throws IOException {
    AdapterSetup.execute(
        client,
        Operations.createOperation("deploy", Operations.createAddress("deployment", deployment)));
  }

  @Override
  public void close() throws IOException {
    client.close();
  }

  private void delivery(String operation, String deployment, String bean) throws IOException {
    AdapterSetup.execute(
        client,
        Operations.createOperation(
            operation,
            Operations.createAddress(
                "deployment", deployment, "subsystem", "ejb3", "message-driven-bean", bean)));
  }
}
