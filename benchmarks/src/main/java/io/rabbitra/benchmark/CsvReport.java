package io.rabbitra.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;

/** Every sample, one in a line. */
final class CsvReport {

  private static final CSVFormat FORMAT =
      CSVFormat.DEFAULT
          .builder()
          .setHeader("benchmark", "contender", "round", "metric", "unit", "value")
          .setRecordSeparator('\n')
          .get();

  private CsvReport() {}

  static void write(Results results, Path file) throws IOException {
    try (CSVPrinter printer = new CSVPrinter(Files.newBufferedWriter(file), FORMAT)) {
      for (Results.Sample sample : results.samples()) {
        Metric metric = sample.reading().metric();
        printer.printRecord(
            sample.benchmark(),
            sample.contender(),
            sample.round(),
            metric.name(),
            metric.unit(),
            sample.reading().value());
      }
    }
  }
}
