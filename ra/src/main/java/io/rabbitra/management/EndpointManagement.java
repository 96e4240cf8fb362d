package io.rabbitra.management;

import io.rabbitra.inbound.Endpoint;
import io.rabbitra.logging.Loggers;
import java.lang.System.Logger.Level;
import java.lang.management.ManagementFactory;
import java.util.List;
import javax.management.InstanceNotFoundException;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/** Shows one endpoint in the platform's MBean server, from {@link #register} to {@link #close}. */
public final class EndpointManagement implements EndpointMXBean, AutoCloseable {

  private static final System.Logger LOG = Loggers.of(EndpointManagement.class);

  private final Endpoint endpoint;
  private final EndpointHistory history;
  private final ObjectName name;

  private EndpointManagement(Endpoint endpoint, EndpointHistory history, ObjectName name) {
    this.endpoint = endpoint;
    this.history = history;
    this.name = name;
  }

  /**
   * Registers the endpoint. An MBean server that refuses is logged: management must not keep a bean
   * from its messages.
   */
  public static EndpointManagement register(Endpoint endpoint, EndpointHistory history) {
    ObjectName name;
    try {
      // Beans of one name exist in several applications and adapter instances.
      String id = Integer.toHexString(System.identityHashCode(endpoint));
      name =
          new ObjectName(
              "io.rabbitra:type=Endpoint,name=" + ObjectName.quote(endpoint.name()) + ",id=" + id);
    } catch (JMException e) {
      throw new IllegalStateException(e);
    }
    EndpointManagement bean = new EndpointManagement(endpoint, history, name);
    try {
      server().registerMBean(bean, name);
    } catch (JMException e) {
      LOG.log(Level.WARNING, "Endpoint {0} is not shown in JMX: {1}", endpoint.name(), e);
    }
    return bean;
  }

  @Override
  public void close() {
    try {
      server().unregisterMBean(name);
    } catch (InstanceNotFoundException e) {
      LOG.log(Level.DEBUG, "{0} was not registered", name);
    } catch (JMException e) {
      LOG.log(Level.WARNING, "{0} stays in JMX: {1}", name, e);
    }
  }

  @Override
  public String getName() {
    return endpoint.name();
  }

  @Override
  public String getDestination() {
    return endpoint.destination();
  }

  @Override
  public String getState() {
    return endpoint.state().name();
  }

  @Override
  public String getStateSince() {
    return endpoint.stateSince().toString();
  }

  @Override
  public long getDeliveries() {
    return endpoint.deliveries();
  }

  @Override
  public long getFailures() {
    return endpoint.failures();
  }

  @Override
  public long getRedelivered() {
    return endpoint.redelivered();
  }

  @Override
  public long getDeadLettered() {
    return endpoint.deadLettered();
  }

  @Override
  public long getCancellations() {
    return history.cancellations();
  }

  @Override
  public long getReactivations() {
    return history.reactivations();
  }

  @Override
  public int getSessions() {
    return endpoint.sessions();
  }

  @Override
  public int getMinSessions() {
    return endpoint.minSessions();
  }

  @Override
  public int getMaxSessions() {
    return endpoint.maxSessions();
  }

  @Override
  public int getBusySessions() {
    return endpoint.busySessions();
  }

  @Override
  public List<StateChange> getHistory() {
    return history.changes();
  }

  private static MBeanServer server() {
    return ManagementFactory.getPlatformMBeanServer();
  }
}
