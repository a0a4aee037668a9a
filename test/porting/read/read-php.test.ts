import { chmodSync, mkdirSync, symlinkSync } from 'node:fs';
import { expect } from 'chai';
import type { PhpProject } from '../../../porting/tools.js';
import { PortError, readPhp } from '../../../porting/tools.js';
import { automaton, PhpFolder } from '../php-folder.js';

const lister = automaton('Lister', { ReceiveInitialStart: 'return "Dead";' });

async function failure(path: string): Promise<PortError> {
  try {
    await readPhp(path);
  } catch (error) {
    if (error instanceof PortError) return error;
    throw error;
  }
  throw new Error(`${path} was read.`);
}

describe('reading PHP', () => {
  const folders: PhpFolder[] = [];

  after(() => {
    for (const folder of folders) folder.remove();
  });

  function folder(files: Readonly<Record<string, string | Uint8Array>>): PhpFolder {
    const made = new PhpFolder(files);
    folders.push(made);
    return made;
  }

  function file(text: string | Uint8Array, name = 'a.php'): string {
    return `${folder({ [name]: text }).path}/${name}`;
  }

  function paths({ files }: PhpProject): string[] {
    return files.map(({ path }) => path);
  }

  describe('texts', () => {
    it('line ends of Windows and of old Macs are those of the rest', async () => {
      for (const end of ['\r\n', '\r']) {
        const { files } = await readPhp(file(`<?php\n// list\n${lister}`.replaceAll('\n', end)));
        expect(files[0]?.text).to.equal(`<?php\n// list\n${lister}`);
        expect(files[0]?.classes[0]?.node.loc?.start.line).to.equal(3);
      }
    });

    it('a byte order mark is none of the text', async () => {
      const { files } = await readPhp(file(`\uFEFF<?php ${lister}`));
      expect(files[0]?.text.startsWith('<?php')).to.equal(true);
      expect(files[0]?.program).to.deep.equal([]);
    });

    it('what is not UTF-8 is windows-1252', async () => {
      const { files } = await readPhp(file(Buffer.from(`<?php // Ger\xe4te \x80\n${lister}`, 'latin1')));
      expect(files[0]).to.include({ encoding: 'windows-1252' });
      expect(files[0]?.text).to.include('Geräte €');
    });

    it('short tags, HTML between, and a first line for the shell', async () => {
      const { files } = await readPhp(file(`#!/usr/bin/php\n<? ${lister} ?>\n<p><?= 1 ?></p>\n`));
      expect(files[0]?.program.map(({ kind }) => kind)).to.deep.equal(['inline', 'echo', 'inline']);
    });

    it('XML in the HTML is no PHP', async () => {
      const { files } = await readPhp(file(`<?xml version="1.0"?>\n<?php ${lister}`));
      expect(files[0]?.classes).to.have.length(1);
    });
  });

  const syntax: Record<string, string> = {
    'PHP 5: var, array(), a constructor by name':
      'class A { var $x = array(1); function A() { list($a, $b) = array(1, 2); } }',
    'PHP 5: match and enum are names':
      'class Match { function match() {} } function enum() {} $x = new Match;',
    attributes: '#[Attr(1)] class A { #[X] function f(#[Y] $a) {} }',
    'match, named arguments, nullsafe': '$x = match(true) { default => f(a: 1)?->b };',
    'enums and readonly':
      'enum S: string { case A = "a"; } final readonly class P { function __construct(private int $x) {} }',
    'union types, static closures, arrow functions':
      'function f(int|null $a): static|null { return static fn() => 1; }',
    'heredoc and nowdoc': "$a = <<<EOT\n  x {$b->c}\n  EOT;\n$c = <<<'E'\nraw\nE;\n",
    'goto, alternative syntax': 'a: foreach ($x as $y): goto a; endforeach;',
    'PHP 8.4: property hooks, new without parentheses':
      'class A { public string $x { get => "x"; } } $y = new A()->x;',
    'PHP 8.5: the pipe': '$x = "a" |> strtoupper(...);',
  };
  for (const [name, text] of Object.entries(syntax)) {
    it(`takes ${name}`, async () => {
      expect((await readPhp(file(`<?php\n${text}\n${lister}`))).classes.has('lister')).to.equal(true);
    });
  }

  describe('names', () => {
    for (const [name, text] of Object.entries({
      'an alias': 'use AppPlatform\\FinitStateAutomaton as FSA; class A extends FSA {}',
      'a group of names':
        'use AppPlatform\\{Message, FiniteStateAutomaton}; class A extends FiniteStateAutomaton {}',
      'its namespace': 'class A extends \\AppPlatform\\finitstateautomaton {}',
      'a namespace of its own': 'namespace My\\Lists; class A extends \\AppPlatform\\FinitStateAutomaton {}',
      'namespaces with braces': 'namespace X { class A extends \\AppPlatform\\FinitStateAutomaton {} }',
      'no namespace': 'class A extends FinitStateAutomaton {}',
      'an automaton of the library': 'class A extends AppPlatform\\AppLoginAutomaton {}',
      'a class that is only made when it is not there':
        'if (!class_exists("A")) { class A extends AppPlatform\\FinitStateAutomaton {} }',
    })) {
      it(`an automaton is known by ${name}`, async () => {
        expect((await readPhp(file(`<?php ${text}`))).classes.get('a')).to.include({ isAutomaton: true });
      });
    }

    it('a class of the program goes before one of the library with the same name', async () => {
      const { classes } = await readPhp(
        file(
          '<?php class PbxAppLoginAutomaton extends AppPlatform\\AppLoginAutomaton {} class A extends PbxAppLoginAutomaton {}',
        ),
      );
      expect(classes.get('a')?.parent?.name).to.equal('PbxAppLoginAutomaton');
      expect(classes.get('a')).to.include({ libraryAncestor: 'AppLoginAutomaton', isAutomaton: true });
    });

    it('classes that extend each other are a problem', async () => {
      const { problems } = await readPhp(file(`<?php class A extends B {} class B extends A {} ${lister}`));
      expect(problems.map(({ sentence }) => sentence).join()).to.include('extend each other');
    });

    it('a parent that is nowhere is a problem with its line', async () => {
      const { problems } = await readPhp(file(`<?php\n${lister}class A extends Gone {}\n`));
      expect(problems[0]).to.include({ severity: 'todo', file: 'a.php', line: 6 });
      expect(problems[0]?.sentence).to.match(/^A extends Gone, which is in none of the files/);
    });

    it('programs of one folder may have classes of the same name', async () => {
      const { files, problems } = await readPhp(
        folder({
          'one.php': `<?php ${automaton('Base', { ReceiveInitialStart: 'return "One";' })} class A extends Base {}`,
          'two.php': `<?php ${automaton('Base', { ReceiveInitialStart: 'return "Two";' })} class A extends Base {}`,
        }).path,
      );
      expect(files.map(({ classes }) => classes[1]?.states[1])).to.deep.equal(['One', 'Two']);
      expect(problems).to.deep.equal([]);
    });
  });

  describe('what a file requires', () => {
    it('is read, once, from wherever it may be', async () => {
      const { path } = folder({
        'main.php': `<?php
          define('LIB', __DIR__ . '/lib');
          require_once LIB . '/base.php';
          require dirname(__FILE__) . DIRECTORY_SEPARATOR . 'lib/more.php';
          include_once('LIB\\\\Base.PHP');
          include 'lib/inner.php';
          require_once('../websocket/classes/websocket.class.php');
          ${lister}`,
        'lib/base.php': '<?php require "more.php"; class Base {}',
        'lib/more.php': '<?php require __DIR__ . "/../main.php";',
        'lib/inner.php': '<?php include "lib/more.php";',
      });
      const project = await readPhp(`${path}/main.php`);
      expect(paths(project)).to.deep.equal(['main.php', 'lib/more.php', 'lib/base.php', 'lib/inner.php']);
      expect(project.files[0]?.requires).to.deep.equal(['lib/base.php', 'lib/more.php', 'lib/inner.php']);
      expect(project.files[0]?.includes.at(-1)?.target).to.deep.equal({ library: true });
      expect(project.problems).to.deep.equal([]);
    });

    const wrong: Record<string, readonly [text: string, hint: RegExp]> = {
      'is not there': ["require 'gone.php';", /^gone\.php, which is required here, is not there/],
      'lies outside': [
        "include '../outside.php';",
        /^\.\.\/outside\.php, which is included here, lies outside/,
      ],
      'lies outside, absolutely': ["include '/etc/passwd';", /lies outside the folder/],
      'is computed': ['require $file;', /known only while PHP runs/],
    };
    for (const [name, [text, hint]] of Object.entries(wrong)) {
      it(`one that ${name} is a problem with its line`, async () => {
        const { path } = folder({
          'outside.php': '<?php class X {}',
          'in/a.php': `<?php\n${text}\n${lister}`,
        });
        const project = await readPhp(`${path}/in/a.php`);
        expect(paths(project)).to.deep.equal(['a.php']);
        expect(project.problems).to.have.length(1);
        expect(project.problems[0]).to.include({ severity: 'todo', line: 2 });
        expect(project.problems[0]?.sentence).to.match(hint);
      });
    }

    it('a link out of the folder is not followed', async () => {
      const { path } = folder({
        'outside.php': '<?php class X {}',
        'in/a.php': `<?php require 'b.php'; ${lister}`,
      });
      symlinkSync(`${path}/outside.php`, `${path}/in/b.php`);
      const project = await readPhp(`${path}/in/a.php`);
      expect(paths(project)).to.deep.equal(['a.php']);
      expect(project.problems[0]?.sentence).to.include('lies outside');
    });

    it('the library itself is left out, whatever its file is called', async () => {
      const { path } = folder({
        'a.php': `<?php require 'lib.php'; ${lister}`,
        'lib.php': '<?php namespace AppPlatform; abstract class FinitStateAutomaton {} class Transitioner {}',
      });
      const project = await readPhp(path);
      expect(paths(project)).to.deep.equal(['a.php']);
      expect(project.problems).to.deep.equal([]);
      expect(project.files[0]?.includes[0]?.target).to.deep.equal({ library: true });
    });
  });

  describe('a folder', () => {
    it('is read with what is below, in the order of names, but for the programs of others', async () => {
      const { path } = folder({
        'b.php': `<?php ${lister}`,
        'a/x.inc': '<?php class X {}',
        'a/readme.txt': '<?php',
        'vendor/v.php': '<?php class V {}',
        '.git/g.php': '<?php class G {}',
      });
      mkdirSync(`${path}/a/again`);
      symlinkSync(path, `${path}/a/again/circle`);
      const project = await readPhp(path);
      expect(paths(project)).to.deep.equal(['a/x.inc', 'b.php']);
      expect(project.files.map(({ module }) => module)).to.deep.equal(['a/x.ts', 'b.ts']);
      expect(project.problems.map(({ file: name }) => name)).to.deep.equal(['vendor']);
    });

    it('a file with an error is left out, and the rest is read', async () => {
      const { path } = folder({
        'a.php': `<?php ${lister}`,
        'b.php': '<?php\nclass {',
        'c.php': '<p>no PHP</p>',
      });
      const { failures, problems } = await readPhp(path);
      expect(failures).to.have.length(1);
      expect(failures[0]).to.include({ severity: 'todo', file: 'b.php', line: 2 });
      expect(problems.find(({ file: name }) => name === 'c.php')).to.include({ severity: 'notice' });
    });

    it('of 1,000 files is read', async () => {
      const files = Array.from({ length: 1000 }, (_, at) => [`f${at}.php`, `<?php class C${at} {}`]);
      const { path } = folder({
        ...(Object.fromEntries(files) as Record<string, string>),
        'z.php': `<?php ${lister}`,
      });
      expect((await readPhp(path)).files).to.have.length(1001);
    }).timeout(20_000);
  });

  describe('errors', () => {
    const wrong: Record<string, readonly [() => string, code: string, hint: RegExp]> = {
      'no such file': [() => '/no/such.php', 'PORT_PATH_UNREADABLE', /no such file/],
      'nesting without end': [
        () => file(`<?php\n$x = ${'f('.repeat(20_000)}1${')'.repeat(20_000)};\n${lister}`),
        'PORT_SYNTAX_ERROR',
        /nests expressions or blocks too deeply to be read/,
      ],
      'a syntax error': [
        () => file('<?php\n\nclass A {\n  function f( {\n'),
        'PORT_SYNTAX_ERROR',
        /a\.php:4 is no valid PHP: unexpected '\{', expecting a variable;/,
      ],
      'bytes that are no text': [
        () => file(new Uint8Array([60, 63, 0, 1])),
        'PORT_WITHOUT_PHP',
        /holds no text/,
      ],
      'an empty file': [() => file(''), 'PORT_WITHOUT_PHP', /holds no PHP/],
      'no automaton': [
        () => file('<?php class A {}'),
        'PORT_WITHOUT_AUTOMATON',
        /no class there extends Finit/,
      ],
      'an automaton whose parent is missing': [
        () => file('<?php class A extends Base {}'),
        'PORT_WITHOUT_AUTOMATON',
        /A extends Base, which was not found/,
      ],
      'an empty folder': [() => folder({}).path, 'PORT_WITHOUT_AUTOMATON', /holds no PHP file/],
      'a file that is too large': [
        () => file(Buffer.alloc(9 * 2 ** 20, 32)),
        'PORT_PATH_UNREADABLE',
        /larger than 8 MiB/,
      ],
    };
    for (const [name, [path, code, hint]] of Object.entries(wrong)) {
      it(`${name}: ${code}`, async () => {
        const error = await failure(path());
        expect(error.code).to.equal(code);
        expect(error.message).to.match(hint).and.to.match(/\.$/);
      });
    }

    it('a file that may not be read', async () => {
      // The administrator may read everything.
      if (process.getuid?.() === 0) return;
      const path = file(`<?php ${lister}`);
      chmodSync(path, 0);
      expect((await failure(path)).code).to.equal('PORT_PATH_UNREADABLE');
    });

    it('a program that only uses the library is one', async () => {
      const { files } = await readPhp(
        file('<?php $l = new AppPlatform\\AppServiceLogin("pbx", $c); $l->connect();'),
      );
      expect(files[0]?.program).to.have.length(2);
    });
  });
});
