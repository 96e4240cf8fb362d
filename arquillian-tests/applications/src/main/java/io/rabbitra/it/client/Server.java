package io.rabbitra.it.client;

import io.rabbitra.it.saturation.SaturationMXBean;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Talks to the probe in the server. */
public final class Server {

  private final WebApplication probe;
  private final String factory;

  /**
   * @param uri the address of the server's applications
   * @param factory the look-up name of the factory that the probe sends with
   */
  public Server(URI uri, String factory) {
    probe = new WebApplication(uri, "probe");
    this.factory = factory;
  }

  /** Sends {@code count} messages, each from a context of its own; returns what was confirmed. */
  public List<String> send(String queue, String body, int count) throws Exception {
    return send(factory, queue, body, count);
  }

  public List<String> send(String factory, String queue, String body, int count) throws Exception {
    return lines(
        get("send", "factory", factory, "queue", queue, "body", body, "count", "" + count));
  }

  /** One message to a queue or, where {@code kind} says so, a topic, with the property colour. */
  public void sendColoured(String kind, String name, String body, String colour) throws Exception {
    get("send", "factory", factory, kind, name, "body", body, "colour", colour);
  }

  /** Lets go on what waits at a gate. */
  public void open(String gate) throws Exception {
    get("open", "gate", gate);
  }

  /** As {@link #send}, but tells of a failure with the text of the exception. */
  public HttpResponse<String> trySend(String queue, String body) throws Exception {
    return probe.call("do", "send", "factory", factory, "queue", queue, "body", body, "count", "1");
  }

  /** What the beans reported, in order. */
  public List<String> events() throws Exception {
    return lines(get("events"));
  }

  /** The first words of {@link #events}: the bodies the beans saw, in order. */
  public List<String> bodies() throws Exception {
    return events().stream().map(line -> line.split(" ", 2)[0]).collect(Collectors.toList());
  }

  public void clear() throws Exception {
    get("clear");
  }

  /** Names of the live threads of the server. */
  public List<String> threads() throws Exception {
    return lines(get("threads"));
  }

  /** Names of the threads that are in code of the adapter or its client. */
  public List<String> adapterThreads() throws Exception {
    return lines(get("adapter-threads"));
  }

  /** Name, state, cancellations and reactivations of each endpoint. */
  public List<String> endpoints() throws Exception {
    return lines(get("endpoints"));
  }

  /** How many deliveries of all endpoints are under way. */
  public int busySessions() throws Exception {
    return Integer.parseInt(get("busy"));
  }

  /** Takes the server's threads until the gate is open. */
  public void saturate(String gate) throws Exception {
    get("saturate", "gate", gate);
  }

  /**
   * Works of {@link #saturate} that have a thread, that wait for one, and how many were refused.
   */
  public Saturation saturation() throws Exception {
    String[] numbers = get("saturation").split(" ");
    return new Saturation(
        Integer.parseInt(numbers[0]), Integer.parseInt(numbers[1]), Integer.parseInt(numbers[2]));
  }

  /** What {@link #saturation} tells. */
  public record Saturation(int running, int waiting, int refused) {

    /** Whether somebody who wants a thread has to wait. */
    public boolean isFull() {
      return waiting > 0 || refused > 0;
    }

    /** Whether there is a thread for everybody, as on a server that makes as many as it takes. */
    public boolean isServed() {
      return running == SaturationMXBean.WORKS;
    }
  }

  private String get(String command, String... parameters) throws Exception {
    return probe.get(with(command, parameters));
  }

  private static String[] with(String command, String... parameters) {
    return Stream.concat(Stream.of("do", command), Stream.of(parameters)).toArray(String[]::new);
  }

  private static List<String> lines(String text) {
    return text.isEmpty() ? List.of() : List.of(text.split("\n"));
  }
}
