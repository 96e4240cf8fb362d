package io.rabbitra.it.support;

import io.rabbitra.it.client.WebApplication;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Talks to the applications of {@code io.rabbitra.it.chaos}. */
public final class ChaosApplication {

  /** A bean that finished with a message. */
  public record Processed(String id, boolean redelivered, long millis) {

    static Processed parse(String line) {
      String[] words = line.split(" ");
      return new Processed(words[0], Boolean.parseBoolean(words[1]), Long.parseLong(words[2]));
    }
  }

  private final WebApplication war = new WebApplication(TestEnvironment.uri(), "chaos-producers");

  public void start(String queue, boolean transacted) throws Exception {
    war.get("do", "start", "queue", queue, "transacted", String.valueOf(transacted));
  }

  /** Stops sending to the queue; what is being sent is finished. */
  public void stop(String queue) throws Exception {
    war.get("do", "stop", "queue", queue);
  }

  /** How many producers run that send to the queue. */
  public int live(String queue) throws Exception {
    return Integer.parseInt(war.get("do", "live", "queue", queue));
  }

  /** The messages whose send or commit returned, with the time in milliseconds since the epoch. */
  public Map<String, Long> sent() throws Exception {
    return lines("sent").stream()
        .map(line -> line.split(" "))
        .collect(Collectors.toMap(words -> words[0], words -> Long.valueOf(words[1])));
  }

  /** In the order of time. */
  public List<Processed> processed() throws Exception {
    return lines("processed").stream().map(Processed::parse).toList();
  }

  /** Sends that failed, with the reason. */
  public List<String> failed() throws Exception {
    return lines("failed");
  }

  /** Takes every thread of the server's WorkManager for that long. */
  public void saturate(int millis) throws Exception {
    war.get("do", "saturate", "millis", String.valueOf(millis));
  }

  private List<String> lines(String kind) throws Exception {
    String text = war.get("do", "ledger", "kind", kind);
    return text.isEmpty() ? List.of() : List.of(text.split("\n"));
  }
}
