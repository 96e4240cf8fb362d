package io.rabbitra.run;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;

/** Talks to the sample as its page does: over HTTP. */
final class SampleClient {

  private static final Duration BOUND = Duration.ofSeconds(60);
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final int ACCEPTED = 202;
  private static final int OK = 200;

  private final HttpClient http = HttpClient.newHttpClient();
  private final URI page;

  /**
   * @param page the address of the sample, with a slash at the end
   */
  SampleClient(URI page) {
    this.page = page;
  }

  URI page() {
    return page;
  }

  /** {@code POST /orders} with one order. */
  void sendOrder(String customer, String item, int quantity)
      throws StepFailedException, InterruptedException {
    String order =
        """
        {"customer": "%s", "item": "%s", "quantity": %d}"""
            .formatted(customer, item, quantity);
    call(
        HttpRequest.newBuilder(page.resolve("orders"))
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(order)),
        ACCEPTED);
  }

  /** {@code POST /orders?count=n}: made-up orders. */
  void sendOrders(int count) throws StepFailedException, InterruptedException {
    call(
        HttpRequest.newBuilder(page.resolve("orders?count=" + count)).POST(BodyPublishers.noBody()),
        ACCEPTED);
  }

  /** {@code GET /status}. */
  SampleStatus status() throws StepFailedException, InterruptedException {
    return SampleStatus.of(call(HttpRequest.newBuilder(page.resolve("status")), OK));
  }

  /** {@code GET /}: whether a browser gets the page; false if it would have to wait for it. */
  boolean hasPage() throws InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(page).timeout(PATIENCE).build();
    try {
      return http.send(request, BodyHandlers.ofString()).statusCode() == OK;
    } catch (IOException e) {
      // Some servers accept requests before the application answers; the caller has a bound.
      return false;
    }
  }

  private Map<String, Object> call(HttpRequest.Builder request, int expected)
      throws StepFailedException, InterruptedException {
    String body = send(request, expected);
    try {
      return JSON.std.mapFrom(body);
    } catch (IOException e) {
      throw new StepFailedException("the sample did not answer with JSON: " + body, e);
    }
  }

  private String send(HttpRequest.Builder builder, int expected)
      throws StepFailedException, InterruptedException {
    HttpRequest request = builder.timeout(BOUND).build();
    HttpResponse<String> response = response(request);
    if (response.statusCode() != expected) {
      throw new StepFailedException(
          what(request) + " answered " + response.statusCode() + ": " + response.body());
    }
    return response.body();
  }

  private HttpResponse<String> response(HttpRequest request)
      throws StepFailedException, InterruptedException {
    try {
      return http.send(request, BodyHandlers.ofString());
    } catch (IOException e) {
      throw new StepFailedException(what(request) + " failed: " + e, e);
    }
  }

  private static String what(HttpRequest request) {
    return request.method() + " " + request.uri();
  }
}
