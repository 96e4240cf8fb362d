package io.rabbitra;

import io.netty.util.concurrent.FastThreadLocal;
import io.rabbitra.amqp.AmqpAccess;
import io.rabbitra.amqp.AmqpRuntime;
import io.rabbitra.config.BrokerProperties;
import io.rabbitra.config.InvalidConfigurationException;
import io.rabbitra.inbound.Endpoint;
import io.rabbitra.inbound.EndpointFactory;
import io.rabbitra.logging.Loggers;
import io.rabbitra.management.EndpointHistory;
import io.rabbitra.management.EndpointManagement;
import io.rabbitra.work.AdapterThreads;
import io.rabbitra.work.Servers;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.ActivationSpec;
import jakarta.resource.spi.BootstrapContext;
import jakarta.resource.spi.IllegalStateException;
import jakarta.resource.spi.ResourceAdapter;
import jakarta.resource.spi.ResourceAdapterInternalException;
import jakarta.resource.spi.endpoint.MessageEndpointFactory;
import java.io.Serializable;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import javax.transaction.xa.XAResource;

/**
 * The resource adapter (Jakarta Connectors 2.1, chapter 5): starts and stops, activates and
 * deactivates message endpoints, and holds what the configuration says about the broker for all of
 * them and for every connection factory.
 *
 * <p>Starting contacts no broker and starts no thread but the timer's; the first connection does.
 *
 * <p>Equality is by configuration and class, as the specification asks of a ResourceAdapter;
 * servers may hold several equal instances, which share nothing. Lifecycle and activation methods
 * may be called from several threads.
 */
public final class RabbitResourceAdapter implements ResourceAdapter, AmqpAccess, Serializable {

  private static final long serialVersionUID = 1L;

  /** How long event loops and threads may take to end at stop. */
  private static final Duration STOP_TIMEOUT = Duration.ofSeconds(5);

  private static final System.Logger LOG = Loggers.of(RabbitResourceAdapter.class);

  private BrokerProperties broker = BrokerProperties.NONE;
  private Integer maxWorkers = AdapterThreads.DEFAULT_MAX_WORKERS;

  /** Whether the server sets the properties of this bean on others. Guarded by {@code this}. */
  private transient boolean copied;

  /** Null while not started. Guarded by {@code this}. */
  private transient AmqpRuntime runtime;

  /** Null while not started. Guarded by {@code this}. */
  private transient List<Activation> activations;

  /**
   * The two objects a server names an activation by, which it may not be able to tell by equals.
   */
  private record Activation(
      MessageEndpointFactory factory,
      ActivationSpec spec,
      Endpoint endpoint,
      EndpointManagement management) {}

  @Override
  public void start(BootstrapContext context) throws ResourceAdapterInternalException {
    String addresses;
    try {
      addresses = broker.toSettings().displayAddresses();
    } catch (InvalidConfigurationException e) {
      throw new ResourceAdapterInternalException("cannot start: " + e.getMessage(), e);
    }
    synchronized (this) {
      copied = Servers.isOpenLiberty(context);
      try {
        runtime = new AmqpRuntime(AdapterThreads.onWorkManager(context, maxWorkers));
      } catch (ResourceException e) {
        throw new ResourceAdapterInternalException("cannot start: " + e.getMessage(), e);
      }
      activations = new ArrayList<>();
    }
    LOG.log(Level.INFO, "RabbitRA started; the broker is {0}", addresses);
  }

  @Override
  public void stop() {
    AmqpRuntime toStop;
    List<Activation> toEnd;
    synchronized (this) {
      toStop = runtime;
      toEnd = activations == null ? List.of() : List.copyOf(activations);
      runtime = null;
      activations = null;
    }
    if (toStop == null) {
      return;
    }
    toEnd.forEach(activation -> activation.endpoint().beginDeactivation("the adapter stops"));
    toEnd.forEach(RabbitResourceAdapter::end);
    toStop.stop(STOP_TIMEOUT);
    toStop.threads().stop(STOP_TIMEOUT);
    FastThreadLocal.removeAll();
    LOG.log(Level.INFO, "RabbitRA stopped");
  }

  /**
   * Validates and resolves the configuration, then returns: a broker that is down does not fail a
   * deployment.
   *
   * @throws jakarta.resource.spi.InvalidPropertyException names every wrong property
   */
  @Override
  public void endpointActivation(MessageEndpointFactory factory, ActivationSpec spec)
      throws ResourceException {
    EndpointHistory history = new EndpointHistory();
    Endpoint endpoint =
        new EndpointFactory(runtime(), brokerProperties()).create(factory, spec, history);
    Activation activation =
        new Activation(factory, spec, endpoint, EndpointManagement.register(endpoint, history));
    synchronized (this) {
      if (activations == null) {
        activation.management().close();
        throw new IllegalStateException("the adapter is stopped");
      }
      activations.add(activation);
      warnIfBeansExceedWorkers();
      // Under the lock, so that a stop does not come before it.
      endpoint.activate();
    }
  }

  @Override
  public void endpointDeactivation(MessageEndpointFactory factory, ActivationSpec spec) {
    Activation found = null;
    synchronized (this) {
      for (Activation activation : activations == null ? List.<Activation>of() : activations) {
        if (activation.factory() == factory && activation.spec() == spec) {
          found = activation;
        }
      }
      if (found != null) {
        activations.remove(found);
      }
    }
    if (found != null) {
      end(found);
      FastThreadLocal.removeAll();
    }
  }

  /** Null: the broker keeps no transaction that could be recovered. */
  @Override
  public XAResource[] getXAResources(ActivationSpec[] specs) {
    return null;
  }

  @Override
  public AmqpRuntime runtime() throws ResourceException {
    synchronized (this) {
      if (runtime == null) {
        throw new IllegalStateException("the adapter is not started");
      }
      return runtime;
    }
  }

  @Override
  public synchronized BrokerProperties brokerProperties() {
    return copied ? broker.copiedToBeans() : broker;
  }

  private static void end(Activation activation) {
    activation.endpoint().deactivate("deactivated by the server");
    activation.management().close();
  }

  private void warnIfBeansExceedWorkers() {
    int sessions =
        activations.stream().mapToInt(activation -> activation.endpoint().maxSessions()).sum();
    if (sessions > maxWorkers) {
      LOG.log(
          Level.WARNING,
          "The endpoints may use {0} sessions in all, but maxWorkers is {1}: so many beans work at"
              + " once, the others wait",
          sessions,
          maxWorkers);
    }
  }

  /**
   * Where the broker is: one or a comma-separated list of {@code amqp://} or {@code amqps://} URIs
   * (RabbitMQ URI specification), tried in order. Default: the system property {@code
   * io.rabbitra.uri}, else {@code amqp://localhost:5672}.
   */
  public String getUri() {
    return broker.uri();
  }

  public void setUri(String uri) {
    broker = broker.withUri(uri);
  }

  /** Whether the list of {@code uri} is tried in random order; default false. */
  public Boolean getShuffleAddresses() {
    return broker.shuffleAddresses();
  }

  public void setShuffleAddresses(Boolean shuffleAddresses) {
    broker = broker.withShuffleAddresses(shuffleAddresses);
  }

  /** Who logs in; has precedence over the user of {@code uri}. Default: guest. */
  public String getUserName() {
    return broker.userName();
  }

  public void setUserName(String userName) {
    broker = broker.withUserName(userName);
  }

  /** Default: guest. */
  public String getPassword() {
    return broker.password();
  }

  public void setPassword(String password) {
    broker = broker.withPassword(password);
  }

  /** Has precedence over the path of {@code uri}. Default: {@code /}. */
  public String getVirtualHost() {
    return broker.virtualHost();
  }

  public void setVirtualHost(String virtualHost) {
    broker = broker.withVirtualHost(virtualHost);
  }

  /**
   * Seconds, 0 to 65535; default 10. The broker may lower it; 0 asks for none, and RabbitMQ then
   * imposes its own unless that is 0 too.
   */
  public Integer getHeartbeat() {
    return broker.heartbeat();
  }

  public void setHeartbeat(Integer heartbeat) {
    broker = broker.withHeartbeat(heartbeat);
  }

  /** Milliseconds for the TCP connection, and for each step of the handshake; default 10000. */
  public Integer getConnectionTimeout() {
    return broker.connectionTimeout();
  }

  public void setConnectionTimeout(Integer connectionTimeout) {
    broker = broker.withConnectionTimeout(connectionTimeout);
  }

  /** First word of the names RabbitMQ shows for the connections; default rabbitra. */
  public String getConnectionName() {
    return broker.connectionName();
  }

  public void setConnectionName(String connectionName) {
    broker = broker.withConnectionName(connectionName);
  }

  /** How many beans of all endpoints may work at once, 1 to 1000; default 16. */
  public Integer getMaxWorkers() {
    return maxWorkers;
  }

  public void setMaxWorkers(Integer maxWorkers) {
    if (maxWorkers == null || maxWorkers < 1 || maxWorkers > 1000) {
      throw new InvalidConfigurationException(
          "maxWorkers", maxWorkers, "allowed is a whole number from 1 to 1000");
    }
    this.maxWorkers = maxWorkers;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof RabbitResourceAdapter that
        && broker.equals(that.broker)
        && maxWorkers.equals(that.maxWorkers);
  }

  @Override
  public int hashCode() {
    return Objects.hash(broker, maxWorkers);
  }
}
