package io.rabbitra.benchmark;

import java.awt.Color;
import java.awt.Font;
import java.awt.geom.Rectangle2D;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jfree.chart.ChartFactory;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.plot.CategoryPlot;
import org.jfree.chart.plot.PlotOrientation;
import org.jfree.chart.renderer.category.BarRenderer;
import org.jfree.chart.renderer.category.StandardBarPainter;
import org.jfree.chart.ui.RectangleInsets;
import org.jfree.data.category.DefaultCategoryDataset;
import org.jfree.svg.SVGGraphics2D;

/**
 * The speed of each contender as a multiple of the reference's, as bars in an SVG file. A time
 * counts inversely, so that a longer bar is always the faster one.
 */
final class PlotReport {

  /** Beyond it a bar is cut: one that is ten times as long would make dots of the others. */
  private static final double LONGEST = 3;

  private static final int WIDTH = 900;
  private static final int HEIGHT_OF_BENCHMARK = 74;
  private static final int HEIGHT_OF_REST = 90;

  private final Results results;

  PlotReport(Results results) {
    this.results = results;
  }

  /** Draws the rate, or else the first time, of each benchmark with more than one contender. */
  void write(List<Benchmark> benchmarks, Path file) throws IOException {
    DefaultCategoryDataset bars = new DefaultCategoryDataset();
    for (Benchmark benchmark : benchmarks) {
      results.metrics(benchmark.name()).stream()
          .filter(PlotReport::isSpeed)
          .limit(1)
          .forEach(metric -> addBars(bars, benchmark, metric));
    }
    if (bars.getColumnCount() == 0) {
      return;
    }
    JFreeChart chart =
        ChartFactory.createBarChart(
            null,
            null,
            "speed, reference = 1; bars are cut at " + (int) LONGEST,
            bars,
            PlotOrientation.HORIZONTAL,
            true,
            false,
            false);
    style(chart);
    int height = HEIGHT_OF_REST + bars.getColumnCount() * HEIGHT_OF_BENCHMARK;
    SVGGraphics2D graphics = new SVGGraphics2D(WIDTH, height);
    // The file is the same whenever the results are.
    graphics.setDefsKeyPrefix("plot");
    chart.draw(graphics, new Rectangle2D.Double(0, 0, WIDTH, height));
    Files.writeString(file, graphics.getSVGDocument());
  }

  private static boolean isSpeed(Metric metric) {
    return metric.equals(Metric.RATE) || metric.unit().equals("ms");
  }

  private void addBars(DefaultCategoryDataset bars, Benchmark benchmark, Metric metric) {
    if (benchmark.contenders().size() < 2) {
      return;
    }
    for (Contender contender : benchmark.contenders()) {
      Optional<Results.Summary> summary =
          results.summary(benchmark.name(), metric.name(), contender.name(), benchmark.reference());
      summary.ifPresent(
          found -> {
            double ratio = metric.moreIsBetter() ? found.ratio() : 1 / found.ratio();
            bars.addValue(ratio, contender.name(), benchmark.name());
          });
    }
  }

  private static void style(JFreeChart chart) {
    chart.setBackgroundPaint(Color.WHITE);
    CategoryPlot plot = chart.getCategoryPlot();
    plot.setBackgroundPaint(Color.WHITE);
    plot.setRangeGridlinePaint(Color.LIGHT_GRAY);
    plot.setOutlineVisible(false);
    plot.setInsets(new RectangleInsets(8, 8, 8, 16));
    plot.getDomainAxis().setMaximumCategoryLabelLines(2);
    plot.getDomainAxis().setTickLabelFont(new Font(Font.SANS_SERIF, Font.PLAIN, 12));
    plot.getDomainAxis().setCategoryMargin(0.25);
    plot.getRangeAxis().setRange(0, LONGEST);
    BarRenderer renderer = (BarRenderer) plot.getRenderer();
    renderer.setBarPainter(new StandardBarPainter());
    renderer.setShadowVisible(false);
    renderer.setItemMargin(0.02);
  }
}
