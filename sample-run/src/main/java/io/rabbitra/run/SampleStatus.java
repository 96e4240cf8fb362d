package io.rabbitra.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What {@code GET /status} of the sample says.
 *
 * @param threads that have delivered to the bean
 * @param state of the endpoint
 * @param cancellations of the endpoint so far
 * @param reactivations of the endpoint so far
 * @param history state changes of the endpoint, oldest first
 */
record SampleStatus(
    long sent,
    long received,
    int threads,
    String state,
    long cancellations,
    long reactivations,
    List<Change> history) {

  /**
   * A state change of the endpoint.
   *
   * @param time ISO 8601 in UTC
   */
  record Change(String time, String from, String to, String reason) {}

  static SampleStatus of(Map<String, Object> json) {
    Map<?, ?> orders = map(json, "orders");
    Map<?, ?> endpoint = map(json, "endpoint");
    List<Change> history = new ArrayList<>();
    for (Object change : list(endpoint, "history")) {
      if (change instanceof Map<?, ?> fields) {
        history.add(
            new Change(
                text(fields, "time"),
                text(fields, "from"),
                text(fields, "to"),
                text(fields, "reason")));
      }
    }
    return new SampleStatus(
        number(orders, "sent"),
        number(orders, "received"),
        list(map(json, "threads"), "seen").size(),
        text(endpoint, "state"),
        number(endpoint, "cancellations"),
        number(endpoint, "reactivations"),
        history);
  }

  private static Map<?, ?> map(Map<?, ?> json, String name) {
    return json.get(name) instanceof Map<?, ?> map ? map : Map.of();
  }

  private static List<?> list(Map<?, ?> json, String name) {
    return json.get(name) instanceof List<?> list ? list : List.of();
  }

  private static String text(Map<?, ?> json, String name) {
    return json.get(name) instanceof String text ? text : "";
  }

  private static long number(Map<?, ?> json, String name) {
    return json.get(name) instanceof Number number ? number.longValue() : 0;
  }
}
