package io.rabbitra.benchmark.server;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** The application in the server, as seen from outside. */
final class Application {

  private static final int OK = 200;
  private static final Duration BOUND = Duration.ofMinutes(10);

  private final HttpClient http = HttpClient.newHttpClient();
  private final URI base;
  private final String archive;

  /**
   * @param base its address, with a slash at the end
   * @param archive the name of its deployment
   */
  Application(URI base, String archive) {
    this.base = base;
    this.archive = archive;
  }

  /**
   * Lets the bean receive what is in its queue.
   *
   * @return messages per second, from the first to the last
   * @throws IOException it did not receive so many messages of so many bytes
   */
  double rate(Bean bean, int messages, int bytes) throws IOException, InterruptedException {
    String query =
        "deliveries?archive=%s&bean=%s&messages=%d&bytes=%d"
            .formatted(archive, bean.name(), messages, bytes);
    long nanos = Long.parseLong(call(request(query).POST(BodyPublishers.noBody())));
    return (messages - 1) * 1e9 / nanos;
  }

  /** Sends persistent messages to a queue at a broker in the server. */
  void fill(String broker, String queue, int messages, int bytes)
      throws IOException, InterruptedException {
    String query = artemis(broker, queue) + "&messages=" + messages + "&bytes=" + bytes;
    call(request(query).POST(BodyPublishers.noBody()));
  }

  /** What is in a queue at a broker in the server, delivered or not. */
  long left(String broker, String queue) throws IOException, InterruptedException {
    return Long.parseLong(call(request(artemis(broker, queue)).GET()));
  }

  private static String artemis(String broker, String queue) {
    return "artemis?broker=" + broker + "&queue=" + queue;
  }

  private HttpRequest.Builder request(String query) {
    return HttpRequest.newBuilder(base.resolve(query)).timeout(BOUND);
  }

  private String call(HttpRequest.Builder builder) throws IOException, InterruptedException {
    HttpRequest request = builder.build();
    HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
    if (response.statusCode() != OK) {
      throw new IOException(
          request.uri() + " answered " + response.statusCode() + ": " + response.body());
    }
    return response.body();
  }
}
