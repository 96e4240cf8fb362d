package io.rabbitra.management;

import java.beans.ConstructorProperties;

/** One line of an endpoint's history. A bean and no record: the JMX of Java 17 maps no records. */
public final class StateChange {

  private final String time;
  private final String from;
  private final String to;
  private final String reason;

  @ConstructorProperties({"time", "from", "to", "reason"})
  public StateChange(String time, String from, String to, String reason) {
    this.time = time;
    this.from = from;
    this.to = to;
    this.reason = reason;
  }

  /** ISO 8601 in UTC. */
  public String getTime() {
    return time;
  }

  public String getFrom() {
    return from;
  }

  public String getTo() {
    return to;
  }

  public String getReason() {
    return reason;
  }
}
