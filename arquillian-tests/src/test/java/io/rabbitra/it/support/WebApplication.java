package io.rabbitra.it.support;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Calls a war of the tests in the server. */
final class WebApplication {

  private final URI base;
  private final HttpClient http = HttpClient.newHttpClient();

  WebApplication(String context) {
    int port = 8080 + Integer.getInteger("rabbitra.server.portOffset");
    base = URI.create("http://127.0.0.1:" + port + "/" + context + "/");
  }

  /** The body of the answer, which must be 200; parameters are names and values in turn. */
  String get(String... parameters) throws IOException, InterruptedException {
    HttpResponse<String> response = call(parameters);
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    return response.body();
  }

  HttpResponse<String> call(String... parameters) throws IOException, InterruptedException {
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
