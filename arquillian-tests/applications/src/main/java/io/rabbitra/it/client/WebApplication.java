package io.rabbitra.it.client;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Calls a war of the tests in a server. */
public final class WebApplication {

  private final URI base;
  private final HttpClient http = HttpClient.newHttpClient();

  /**
   * @param server the address of the server's applications, with a slash at the end
   * @param context the war's context root
   */
  public WebApplication(URI server, String context) {
    base = server.resolve(context + "/");
  }

  /**
   * The body of the answer; parameters are names and values in turn.
   *
   * @throws IllegalStateException if the answer is not 200, with its body
   */
  public String get(String... parameters) throws IOException, InterruptedException {
    HttpResponse<String> response = call(parameters);
    if (response.statusCode() != 200) {
      throw new IllegalStateException(response.statusCode() + " " + response.body());
    }
    return response.body();
  }

  /** The answer, whatever it is. */
  public HttpResponse<String> call(String... parameters) throws IOException, InterruptedException {
    StringBuilder query = new StringBuilder("?");
    for (int i = 0; i < parameters.length; i += 2) {
      query
          .append(parameters[i])
          .append('=')
          .append(URLEncoder.encode(parameters[i + 1], StandardCharsets.UTF_8))
          .append('&');
    }
    HttpRequest request =
        HttpRequest.newBuilder(base.resolve(query.toString()))
            .timeout(Duration.ofMinutes(2))
            .build();
    return http.send(request, HttpResponse.BodyHandlers.ofString());
  }
}
