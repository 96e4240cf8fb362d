package io.rabbitra.sample;

import java.time.Instant;
import java.util.List;

/** The attributes of the adapter's endpoint bean that the status is read from. */
public interface TestEndpointMXBean {
  String getName();

  String getDestination();

  String getState();

  String getStateSince();

  long getDeliveries();

  long getFailures();

  long getCancellations();

  long getReactivations();

  int getSessions();

  int getBusySessions();

  List<Change> getHistory();

  /** Becomes a CompositeData with these four fields. */
  class Change {
    private final String from;
    private final String to;

    Change(String from, String to) {
      this.from = from;
      this.to = to;
    }

    public String getTime() {
      return Instant.EPOCH.toString();
    }

    public String getFrom() {
      return from;
    }

    public String getTo() {
      return to;
    }

    public String getReason() {
      return "consumer cancelled";
    }
  }

  /** A bean for a destination in a state; the other values are fixed. */
  record Endpoint(String getDestination, String getState, String getStateSince)
      implements TestEndpointMXBean {
    @Override
    public String getName() {
      return "OrderMdb";
    }

    @Override
    public long getDeliveries() {
      return 1;
    }

    @Override
    public long getFailures() {
      return 2;
    }

    @Override
    public long getCancellations() {
      return 3;
    }

    @Override
    public long getReactivations() {
      return 4;
    }

    @Override
    public int getSessions() {
      return 5;
    }

    @Override
    public int getBusySessions() {
      return 6;
    }

    @Override
    public List<Change> getHistory() {
      return List.of(new Change("ACTIVE", "REACTIVATING"), new Change("REACTIVATING", "ACTIVE"));
    }
  }
}
