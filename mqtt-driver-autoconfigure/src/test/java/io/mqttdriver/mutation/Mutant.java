package io.mqttdriver.mutation;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

import org.springframework.util.FileSystemUtils;

/**
 * A patch of the production code that breaks a promise on purpose. Its first line says
 * which.
 *
 * @param patch a unified diff, as {@code git diff --relative} writes it
 */
record Mutant(Path patch) {

	private static final Path SOURCES = Path.of("src/main/java");

	private static final Path PATCHES = Path.of("src/test/mutants");

	static List<Mutant> all() {
		try (Stream<Path> files = Files.list(PATCHES)) {
			return files.filter((file) -> file.toString().endsWith(".patch")).sorted().map(Mutant::new).toList();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	String name() {
		return this.patch.getFileName().toString().replace(".patch", "");
	}

	/** What it breaks. */
	String promise() throws IOException {
		return lines().get(0);
	}

	/**
	 * Compiles the changed classes, to be put before the unchanged ones.
	 * @param folder an empty one
	 * @return where the classes are
	 * @throws AssertionError if the patch does not apply, or what comes of it does not
	 * compile
	 */
	Path compile(Path folder) throws IOException, InterruptedException {
		List<Path> changed = changed();
		FileSystemUtils.copyRecursively(SOURCES, folder.resolve(SOURCES));
		Output applied = Output
			.of(new ProcessBuilder("git", "apply", "--whitespace=nowarn", this.patch.toAbsolutePath().toString())
				.directory(folder.toFile()));
		if (applied.exitCode() != 0) {
			throw new AssertionError(this.patch + " does not apply any more:\n" + applied.text());
		}
		Path classes = Files.createDirectory(folder.resolve("classes"));
		javac(classes, changed.stream().map(folder::resolve).toList());
		return classes;
	}

	private static void javac(Path classes, List<Path> sources) throws IOException {
		JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
		StringWriter problems = new StringWriter();
		try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8)) {
			List<String> options = List.of("-proc:none", "-nowarn", "-parameters", "--release", "17", "-d",
					classes.toString(), "-cp", ClassPath.ofTests());
			boolean compiled = compiler
				.getTask(problems, files, null, options, null, files.getJavaFileObjectsFromPaths(sources))
				.call();
			if (!compiled) {
				throw new AssertionError("A compile error is no catch:\n" + problems);
			}
		}
	}

	private List<Path> changed() throws IOException {
		return lines().stream()
			.filter((line) -> line.startsWith("+++ b/"))
			.map((line) -> Path.of(line.substring("+++ b/".length())))
			.toList();
	}

	private List<String> lines() throws IOException {
		return Files.readAllLines(this.patch);
	}

}
