package io.rabbitra.sample;

import jakarta.enterprise.context.ApplicationScoped;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.management.Attribute;
import javax.management.InstanceNotFoundException;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.MalformedObjectNameException;
import javax.management.ObjectName;
import javax.management.openmbean.CompositeData;

/**
 * Reads the state of the endpoint for orders from the adapter's MXBean. Only open types are used,
 * so no class of the adapter is needed, and a bean that has fewer attributes than expected, or
 * other ones, still gives what it has. Any thread; keeps nothing.
 */
@ApplicationScoped
public class EndpointStatus {
  private static final String DESTINATION = "orders";
  private static final String[] ATTRIBUTES = {
    "Name",
    "Destination",
    "State",
    "StateSince",
    "Deliveries",
    "Failures",
    "Cancellations",
    "Reactivations",
    "Sessions",
    "BusySessions",
    "History"
  };

  /** The endpoint that delivers orders; empty if the adapter has none at the moment. */
  public Optional<EndpointSnapshot> read() {
    MBeanServer server = ManagementFactory.getPlatformMBeanServer();
    // While an application is replaced, the endpoint that goes and the one that comes may both be
    // there: the one that does something is shown, and of two the one that changed last.
    return endpoints(server).stream()
        .map(name -> read(server, name))
        .flatMap(Optional::stream)
        .filter(endpoint -> endpoint.destination().equals(DESTINATION))
        .max(
            Comparator.comparing((EndpointSnapshot e) -> !e.state().equals("INACTIVE"))
                .thenComparing(EndpointSnapshot::stateSince));
  }

  private static Set<ObjectName> endpoints(MBeanServer server) {
    try {
      return server.queryNames(new ObjectName("io.rabbitra:type=Endpoint,*"), null);
    } catch (MalformedObjectNameException e) {
      throw new IllegalStateException("the pattern for endpoints is wrong", e);
    }
  }

  private static Optional<EndpointSnapshot> read(MBeanServer server, ObjectName name) {
    Map<String, Object> values = new HashMap<>();
    try {
      // getAttributes leaves out what the bean does not have.
      for (Attribute attribute : server.getAttributes(name, ATTRIBUTES).asList()) {
        values.put(attribute.getName(), attribute.getValue());
      }
    } catch (InstanceNotFoundException e) {
      return Optional.empty();
    } catch (JMException e) {
      throw new IllegalStateException("the attributes of " + name + " cannot be read", e);
    }
    return Optional.of(
        new EndpointSnapshot(
            text(values.get("Name")),
            text(values.get("Destination")),
            text(values.get("State")),
            text(values.get("StateSince")),
            number(values.get("Deliveries")),
            number(values.get("Failures")),
            number(values.get("Cancellations")),
            number(values.get("Reactivations")),
            number(values.get("Sessions")),
            number(values.get("BusySessions")),
            history(values.get("History"))));
  }

  private static List<EndpointSnapshot.Change> history(Object value) {
    if (!(value instanceof CompositeData[] changes)) {
      return List.of();
    }
    return Arrays.stream(changes)
        .map(
            change ->
                new EndpointSnapshot.Change(
                    field(change, "time"),
                    field(change, "from"),
                    field(change, "to"),
                    field(change, "reason")))
        .toList();
  }

  private static String field(CompositeData data, String key) {
    return data.containsKey(key) ? text(data.get(key)) : "";
  }

  private static String text(Object value) {
    return value == null ? "" : value.toString();
  }

  private static long number(Object value) {
    return value instanceof Number number ? number.longValue() : 0;
  }
}
